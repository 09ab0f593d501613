"""Figures as tables, for people and for programs that read what is printed."""

from collections.abc import Mapping

import typer
from rich.console import Console
from rich.table import Table

from deploy.evaluation.exposure import Exposure
from deploy.evaluation.figures import FIGURES, Figure, Figures
from deploy.evaluation.reports import Report, Slice

WIDTH = 140  #: wider than a narrow terminal rather than cut
INTERVAL = "nDCG@10 95 %"


def show_report(measured: Report) -> None:
    _show_slices({"all": measured.overall, **measured.slices})
    _show_intervals(measured.overall.figures)
    for kind, figure in measured.lures.items():
        typer.echo(
            f"lure {kind}: shown among the first five by {figure.value or 0:.0%} of its needs "
            f"({_interval(figure)})"
        )


def show_mean(slices: Mapping[str, Slice]) -> None:
    """Each folder, and what they come to when every folder counts the same."""
    typer.echo("\nAll folders")
    table = _table("folder", "needs", *FIGURES)
    for name, one in slices.items():
        table.add_row(name, str(one.needs), *map(_value, one.figures.values()))
    means = []
    for name in FIGURES:
        values = [one.figures[name].value for one in slices.values()]
        known = [value for value in values if value is not None]
        means.append(f"{sum(known) / len(known):.3f}" if known else "–")
    table.add_row("mean", str(sum(one.needs for one in slices.values())), *means)
    Console(width=WIDTH).print(table)


def show_difference(other: str, found: Figures) -> None:
    typer.echo(f"\nAgainst {other}")
    table = _table("figure", "difference", "95 %")
    for name, figure in found.items():
        value = "–" if figure.value is None else f"{figure.value:+.3f}"
        table.add_row(name, value, _interval(figure, sign="+"))
    Console(width=WIDTH).print(table)


def show_exposure(found: Exposure) -> None:
    typer.echo(
        f"exposure: Gini {_number(found.gini)}; the tenth of the partners shown most have "
        f"{_number(found.top_tenth)} of what is proposed; {_number(found.bridges)} of it between "
        "two kinds of partner"
    )


def show_bridging(costs: Mapping[float, tuple[float | None, float | None, Exposure]]) -> None:
    table = _table("bridging", "nDCG@10", "P@1", "two kinds", "Gini", "top tenth")
    for strength, (ndcg, first, spread) in costs.items():
        values = (ndcg, first, spread.bridges, spread.gini, spread.top_tenth)
        table.add_row(f"{strength:g}", *map(_number, values))
    Console(width=WIDTH).print(table)


def _show_slices(slices: Mapping[str, Slice]) -> None:
    table = _table("slice", "needs", *FIGURES, INTERVAL)
    for name, one in slices.items():
        values = map(_value, one.figures.values())
        table.add_row(name, str(one.needs), *values, _interval(one.figures["nDCG@10"]))
    Console(width=WIDTH).print(table)


def _show_intervals(found: Figures) -> None:
    table = _table("all needs", "value", "95 %")
    for name, figure in found.items():
        table.add_row(name, _value(figure), _interval(figure))
    Console(width=WIDTH).print(table)


def _table(*headings: str) -> Table:
    table = Table(box=None)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def _value(figure: Figure) -> str:
    return _number(figure.value)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(figure: Figure, *, sign: str = "") -> str:
    if figure.low is None or figure.high is None:
        return "–"
    return f"{figure.low:{sign}.3f} to {figure.high:{sign}.3f}"
