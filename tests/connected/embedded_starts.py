"""Starts of the embedded servers in a process of their own, to be killed and watched."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from deploy.embedded.system_user import ServerUser

ROOT = Path(__file__).parents[2]
START = """
import asyncio, sys
from pathlib import Path
from deploy.embedded.servers import embedded_servers

async def run():
    async with embedded_servers(Path(sys.argv[1])):
        print("started", flush=True)
        await asyncio.Event().wait()

asyncio.run(run())
"""
NOBODY = ServerUser(name="nobody", uid=65534, gid=65534)


@contextmanager
def started(data: Path) -> Iterator[psutil.Process]:
    """A whole start in another process, ready when the block begins."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(data)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"started\n"
        yield psutil.Process(process.pid)
    finally:
        process.kill()
        process.communicate()


def kill_whole_tree(process: psutil.Process) -> list[psutil.Process]:
    """As an out-of-memory killer would: everybody at once, nobody asked."""
    tree = [process, *process.children(recursive=True)]
    for member in tree:
        member.suspend()
    for member in tree:
        member.kill()
    psutil.wait_procs(tree, timeout=10)
    return tree


async def until_ended(processes: list[psutil.Process], *, seconds: float = 15.0) -> None:
    _, alive = await asyncio.to_thread(psutil.wait_procs, processes, timeout=seconds)
    assert not alive
