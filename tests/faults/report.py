"""Figures of many rounds, for people and for the page that promises something."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.faults.groups import GROUPS
from tests.faults.rounds import Round

HEAD = ("group", "rounds", "lost", "doubled", "unknown", "recovery", "failed")
ROW = "{:<12}{:>8}{:>8}{:>9}{:>9}{:>10}{:>8}"


def table(rounds: Iterable[Round]) -> str:
    lines = [ROW.format(*HEAD)]
    by_group: dict[str, list[Round]] = {}
    for one in rounds:
        by_group.setdefault(one.group, []).append(one)
    lines += [_row(name, by_group[name]) for name in GROUPS if name in by_group]
    every = [one for some in by_group.values() for one in some]
    return "\n".join([*lines, _row("all", every)])


def _row(name: str, rounds: list[Round]) -> str:
    found = [one.findings for one in rounds]
    return ROW.format(
        name,
        len(rounds),
        sum(one.lost for one in found),
        sum(one.doubled for one in found),
        sum(one.unknown for one in found),
        f"{max(one.recovery for one in rounds):.1f} s",
        sum(bool(one.problems) for one in found),
    )


def told(one: Round) -> str:
    """One round in a line; a failed one with what was found and how to see it again."""
    notes = f" ({'; '.join(one.notes)})" if one.notes else ""
    line = f"{one.group} {one.seed}: {one.fault}{notes}, {one.seconds:.1f} s"
    if not one.findings.problems:
        return line
    said = [f"    {problem}" for problem in one.findings.problems[:12]]
    return "\n".join([f"{line} FAILED", *said, f"    {one.replay}"])


def add_to(file: Path, one: Round) -> None:
    """A line of JSON a round: reports of several runs may be put one after the other."""
    with file.open("a", encoding="utf-8") as report:
        report.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
