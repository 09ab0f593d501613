"""Writes what was proposed, for other programs to judge."""

from pathlib import Path

from deploy.evaluation.reports import Run, best_first
from deploy.evaluation.sets import EvaluationSet

PROPOSALS = 20  #: at most so many lines a need


def write_run(path: Path, judged: EvaluationSet, run: Run) -> None:
    """`need_id<TAB>offer_id<TAB>score`, best first, never a partner's own."""
    lines = []
    for need in judged.needs.values():
        allowed = judged.may_be_proposed(need)
        scores = {o: value for o, value in run.get(need.id, {}).items() if o in allowed}
        lines += [f"{need.id}\t{o}\t{scores[o]:.6f}\n" for o in best_first(scores)[:PROPOSALS]]
    path.write_text("".join(lines), "utf-8")
