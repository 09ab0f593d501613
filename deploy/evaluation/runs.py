"""Runs as files: what was proposed, for other programs to judge and to compare with."""

from pathlib import Path

from deploy.evaluation.answers import Run, best_first
from deploy.evaluation.errors import EvaluationSetBroken
from deploy.evaluation.sets import EvaluationSet, lines

PROPOSALS = 20  #: at most so many lines a need


def write_run(path: Path, judged: EvaluationSet, run: Run) -> None:
    """`need_id<TAB>offer_id<TAB>score`, best first, never a partner's own."""
    path.write_text("".join(run_lines(judged, run)), "utf-8")


def run_lines(judged: EvaluationSet, run: Run) -> list[str]:
    found = []
    for need in judged.needs.values():
        allowed = judged.may_be_proposed(need)
        scores = {o: value for o, value in run.get(need.id, {}).items() if o in allowed}
        found += [f"{need.id}\t{o}\t{scores[o]:.6f}\n" for o in best_first(scores)[:PROPOSALS]]
    return found


def read_run(path: Path) -> Run:
    run: dict[str, dict[str, float]] = {}
    for where, line in lines(path):
        try:
            need, offer, score = line.split("\t")
            run.setdefault(need, {})[offer] = float(score)
        except ValueError as error:
            raise EvaluationSetBroken(
                f"{where}: need, offer and score parted by tabs are needed."
            ) from error
    return run
