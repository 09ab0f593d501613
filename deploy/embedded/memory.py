"""How much memory a start takes, servers included."""

import psutil

MEGABYTE = 2**20


def memory_mb() -> float:
    """Of this process and its children; what they share is counted once, where that is known."""
    process = psutil.Process()
    return sum(map(_bytes, (process, *process.children(recursive=True)))) / MEGABYTE


def _bytes(process: psutil.Process) -> int:
    try:
        facts = process.memory_full_info()
        return int(getattr(facts, "pss", facts.uss))
    except psutil.Error:
        return 0
