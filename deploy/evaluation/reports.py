"""From a scorer's answers to figures, over all needs and over each slice of them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluation import metrics
from deploy.evaluation.sets import EvaluationSet, Need

Run = Mapping[str, Mapping[str, float]]  #: need -> offer -> score
Scorer = Callable[[EvaluationSet], Awaitable[Run]]

LURE_DEPTH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """None where a figure does not exist for these needs."""

    needs: int
    ndcg_10: float | None
    recall_5: float | None  #: of grade 2
    mrr: float | None
    p_1: float | None  #: the first is at least grade 1
    p2_1: float | None  #: the first is grade 2
    lures_5: float | None  #: share of the needs with a lure that show one among the first five
    auc: float | None
    ece: float | None
    surest: float | None  #: precision of the surest quarter of the first proposals


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    overall: Figures
    slices: Mapping[str, Figures]  #: by tag
    lures: Mapping[str, float]  #: by kind of lure, as `lures_5`


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What one need was given, best first, and what it might have been given."""

    need: Need
    offers: Sequence[str]
    scores: Sequence[float]
    grades: Sequence[int]
    ideal: Sequence[int]
    lures: Mapping[str, str]

    @property
    def pairs(self) -> list[metrics.Judged]:
        return [(value, grade >= 1) for value, grade in zip(self.scores, self.grades, strict=True)]

    def shows_lure(self, kind: str | None = None) -> float | None:
        """None for a need without a lure (of that kind)."""
        lures = {offer for offer, its in self.lures.items() if kind in (None, its)}
        return float(bool(lures & set(self.offers[:LURE_DEPTH]))) if lures else None


async def evaluate(judged: EvaluationSet, scorer: Scorer) -> Report:
    return report(judged, await scorer(judged))


def report(judged: EvaluationSet, run: Run) -> Report:
    answers = [_answer(judged, need, run.get(need.id, {})) for need in judged.needs.values()]
    tagged: dict[str, list[_Answer]] = defaultdict(list)
    for answer in answers:
        for tag in answer.need.tags:
            tagged[tag].append(answer)
    kinds = sorted({kind for answer in answers for kind in answer.lures.values()})
    return Report(
        overall=_figures(answers),
        slices={tag: _figures(tagged[tag]) for tag in sorted(tagged)},
        lures={kind: metrics.mean([a.shows_lure(kind) for a in answers]) or 0.0 for kind in kinds},
    )


def _answer(judged: EvaluationSet, need: Need, scores: Mapping[str, float]) -> _Answer:
    allowed = judged.may_be_proposed(need)
    grades = judged.grades.get(need.id, {})
    offers = best_first({offer: value for offer, value in scores.items() if offer in allowed})
    return _Answer(
        need=need,
        offers=offers,
        scores=[scores[offer] for offer in offers],
        grades=[grades.get(offer, 0) for offer in offers],
        ideal=[grade for offer, grade in grades.items() if offer in allowed],
        lures=judged.lures.get(need.id, {}),
    )


def best_first(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda offer: (-scores[offer], offer))


def _figures(answers: Sequence[_Answer]) -> Figures:
    pairs = [pair for answer in answers for pair in answer.pairs]
    return Figures(
        needs=len(answers),
        ndcg_10=metrics.mean([metrics.ndcg(a.grades, a.ideal) for a in answers]),
        recall_5=metrics.mean([metrics.recall(a.grades, a.ideal) for a in answers]),
        mrr=metrics.mean([metrics.reciprocal_rank(a.grades) for a in answers]),
        p_1=metrics.mean([metrics.first_reaches(a.grades, 1) for a in answers]),
        p2_1=metrics.mean([metrics.first_reaches(a.grades, 2) for a in answers]),
        lures_5=metrics.mean([a.shows_lure() for a in answers]),
        auc=metrics.auc(pairs),
        ece=metrics.calibration_error(pairs),
        surest=metrics.precision_of_surest([a.pairs[0] for a in answers if a.pairs]),
    )
