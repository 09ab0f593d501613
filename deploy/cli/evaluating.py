"""`koblingsboks evaluate`"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from deploy.cli.errors import CannotWrite
from deploy.cli.figure_tables import (
    show_bridging,
    show_difference,
    show_exposure,
    show_mean,
    show_report,
)
from deploy.cli.steps import Steps
from deploy.evaluation.answers import Run
from deploy.evaluation.exposure import costs_of_bridging, exposure
from deploy.evaluation.reports import differences, report
from deploy.evaluation.runs import read_run, run_lines
from deploy.evaluation.scorers import matcher
from deploy.evaluation.sets import EvaluationSet, read_set
from deploy.evaluation.vector_cache import RememberingEncoder, cache_file
from services.matcher.embedding.choose import USUAL, choose_encoder

Sets = Mapping[Path, EvaluationSet]


def run(
    folders: Sequence[Path],
    run_out: Path | None,
    *,
    compare: str | None,
    bridging: str | None = None,
) -> None:
    strengths = _strengths(bridging)
    earlier = read_run(Path(compare)) if compare and Path(compare).is_file() else None
    asyncio.run(_evaluate(folders, run_out, compare, earlier, strengths))


async def _evaluate(
    folders: Sequence[Path],
    run_out: Path | None,
    compare: str | None,
    earlier: Run | None,
    strengths: Sequence[float],
) -> None:
    sets = {folder: read_set(folder) for folder in folders}
    # The same setting as the service's.
    runs = await _answered(sets, os.environ.get("MATCHER_ENCODER", USUAL))
    other: Mapping[Path, Run] = {}
    if compare:
        other = dict.fromkeys(sets, earlier) if earlier else await _answered(sets, compare)
    reports = {folder: report(judged, runs[folder]) for folder, judged in sets.items()}
    for folder, judged in sets.items():
        if len(sets) > 1:
            typer.echo(f"\n{folder}")
        show_report(reports[folder])
        show_exposure(exposure(judged, runs[folder]))
        if strengths:
            show_bridging(costs_of_bridging(judged, runs[folder], strengths))
        if compare:
            show_difference(compare, differences(judged, runs[folder], other[folder]))
    if len(sets) > 1:
        show_mean({folder.name: one.overall for folder, one in reports.items()})
    if run_out:
        _write(
            run_out, [line for folder, one in sets.items() for line in run_lines(one, runs[folder])]
        )


async def _answered(sets: Sets, encoder_name: str) -> dict[Path, Run]:
    encoder = RememberingEncoder(choose_encoder(encoder_name), cache_file())
    needs = sum(len(judged.needs) for judged in sets.values())
    offers = sum(len(judged.offers) for judged in sets.values())
    with Steps().step(f"{needs} needs and {offers} offers ranked with {encoder_name}"):
        try:
            return {folder: await matcher(encoder)(judged) for folder, judged in sets.items()}
        finally:
            await encoder.close()


def _strengths(given: str | None) -> list[float]:
    try:
        found = [float(one) for one in given.split(",")] if given else []
    except ValueError:
        found = [-1.0]
    if any(not 0 <= one <= 1 for one in found):
        raise typer.BadParameter("give numbers from 0 to 1, as in --bridging 0,0.5,1")
    return found


def _write(path: Path, lines: Sequence[str]) -> None:
    try:
        path.write_text("".join(lines), "utf-8")
    except OSError as error:
        raise CannotWrite(path=path, reason=error.strerror) from error
    typer.echo(f"Proposals: {path}")
