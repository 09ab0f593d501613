"""What each need was given, and what it might have been given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluation.pooled import Judged
from deploy.evaluation.sets import EvaluationSet, Need

Run = Mapping[str, Mapping[str, float]]  #: need -> offer -> score


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Best first; `ideal` are all grades there are for the need."""

    need: Need
    offers: Sequence[str]
    scores: Sequence[float]
    grades: Sequence[int]
    ideal: Sequence[int]
    lures: Mapping[str, str]

    @property
    def pairs(self) -> list[Judged]:
        return [(value, grade >= 1) for value, grade in zip(self.scores, self.grades, strict=True)]

    def shows_lure(self, kind: str | None = None, *, depth: int) -> float | None:
        """None for a need without a lure (of that kind)."""
        lures = {offer for offer, its in self.lures.items() if kind in (None, its)}
        return float(bool(lures & set(self.offers[:depth]))) if lures else None


def answers(judged: EvaluationSet, run: Run, *, language: str | None = None) -> list[Answer]:
    """One a need, as if only the offers in `language` were there, if it is given."""
    return [_answer(judged, need, run.get(need.id, {}), language) for need in judged.needs.values()]


def _answer(
    judged: EvaluationSet, need: Need, scores: Mapping[str, float], language: str | None
) -> Answer:
    allowed = {
        offer
        for offer in judged.may_be_proposed(need)
        if language in (None, judged.offers[offer].language)
    }
    grades = judged.grades.get(need.id, {})
    offers = best_first({offer: value for offer, value in scores.items() if offer in allowed})
    return Answer(
        need=need,
        offers=offers,
        scores=[scores[offer] for offer in offers],
        grades=[grades.get(offer, 0) for offer in offers],
        ideal=[grade for offer, grade in grades.items() if offer in allowed],
        lures=judged.lures.get(need.id, {}),
    )


def best_first(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda offer: (-scores[offer], offer))
