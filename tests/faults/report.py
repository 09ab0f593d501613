"""Figures of many rounds, for people and for the page that promises something."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.faults.groups import GROUPS
from tests.faults.invariants import Findings
from tests.faults.rounds import Round

#: Beside the tests, and out of the way of what is kept under version control.
RESULTS = Path(__file__).parents[2] / "fault-results"
MARKDOWN_HEAD = (
    "| fault | rounds | events lost | mails doubled | unknown | longest recovery | rounds failed |"
)
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


def add_to(folder: Path, one: Round) -> None:
    """A line of JSON a round, a file a group: folders of several runs may be put together."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{one.group}.jsonl").open("a", encoding="utf-8") as results:
        results.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


def kept_in(folder: Path) -> list[Round]:
    """Each round as it was run last: one that failed is run again when its cause is mended."""
    latest: dict[tuple[str, int], Round] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            one = Round(**{**record, "findings": Findings(**record["findings"])})
            latest[one.group, one.seed] = one
    return list(latest.values())


def markdown(rounds: Iterable[Round]) -> str:
    """The table of docs/guarantees.md."""
    by_group: dict[str, list[Round]] = {}
    for one in rounds:
        by_group.setdefault(one.group, []).append(one)
    lines = [MARKDOWN_HEAD, "|---|--:|--:|--:|--:|--:|--:|"]
    lines += [
        _cells(f"{group.number}. {group.about}", by_group[name])
        for name, group in GROUPS.items()
        if name in by_group
    ]
    return "\n".join([*lines, _cells("all", [one for some in by_group.values() for one in some])])


def _cells(name: str, rounds: list[Round]) -> str:
    found = [one.findings for one in rounds]
    figures = (
        len(rounds),
        sum(one.lost for one in found),
        sum(one.doubled for one in found),
        sum(one.unknown for one in found),
        f"{max(one.recovery for one in rounds):.0f} s",
        sum(bool(one.problems) for one in found),
    )
    return "| " + " | ".join([name, *(str(figure) for figure in figures)]) + " |"
