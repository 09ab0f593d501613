"""Percentiles of what was timed, printed as a table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.table import Table


@dataclass
class Timed:
    """`with timed:` adds one duration, in seconds."""

    name: str
    goal: str = ""
    seconds: list[float] = field(default_factory=list)
    _started: float = 0.0

    def __enter__(self) -> Self:
        self._started = perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.seconds.append(perf_counter() - self._started)

    def percentile(self, hundredths: int) -> float:
        if len(self.seconds) == 1:
            return self.seconds[0]
        return quantiles(self.seconds, n=100, method="inclusive")[hundredths - 1]


def print_figures(title: str, timings: Iterable[Timed]) -> None:
    table = Table("step", "n", "p50 ms", "p95 ms", "to hold", title=title)
    for timed in timings:
        table.add_row(
            timed.name,
            str(len(timed.seconds)),
            f"{timed.percentile(50) * 1000:.1f}",
            f"{timed.percentile(95) * 1000:.1f}",
            timed.goal,
        )
    Console().print(table)
