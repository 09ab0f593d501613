"""The figures of a run, each with the interval that holds it in 95 of 100 draws of the needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from deploy.evaluation import metrics, pooled
from deploy.evaluation.answers import Answer
from deploy.evaluation.pooled import Numbers

LURE_DEPTH = 5
RETRIEVED = 50
DRAWS = 1000
SEED = 20_24

Weighed = Callable[[Sequence[Answer], Numbers], Numbers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """None where it does not exist for these needs."""

    value: float | None
    low: float | None = None
    high: float | None = None


Figures = Mapping[str, Figure]


def _mean(of_one: Callable[[Answer], float | None]) -> Weighed:
    return lambda found, weights: pooled.means([of_one(one) for one in found], weights)


def _firsts(found: Sequence[Answer]) -> list[pooled.Judged | None]:
    return [one.pairs[0] if one.offers else None for one in found]


def lure_figure(kind: str | None = None) -> Weighed:
    """Share of the needs with a lure (of that kind) that show one among the first five."""
    return _mean(partial(Answer.shows_lure, kind=kind, depth=LURE_DEPTH))


#: In the order they are shown. Recall is of grade 2; P is at least grade 1, P2 grade 2.
FIGURES: Mapping[str, Weighed] = {
    "nDCG@10": _mean(lambda one: metrics.ndcg(one.grades, one.ideal)),
    "Recall@5": _mean(lambda one: metrics.recall(one.grades, one.ideal)),
    "MRR": _mean(lambda one: metrics.reciprocal_rank(one.grades)),
    "P@1": _mean(lambda one: metrics.first_reaches(one.grades, 1)),
    "P2@1": _mean(lambda one: metrics.first_reaches(one.grades, 2)),
    "lures@5": lure_figure(),
    "R2@50": _mean(lambda one: metrics.recall(one.grades, one.ideal, depth=RETRIEVED)),
    "AUC": lambda found, weights: pooled.auc([one.pairs for one in found], weights),
    "ECE": lambda found, weights: pooled.calibration_error([one.pairs for one in found], weights),
    "surest ¼": lambda found, weights: pooled.precision_of_surest(_firsts(found), weights),
}


def figures(found: Sequence[Answer], *, chosen: Mapping[str, Weighed] = FIGURES) -> Figures:
    weights = draws(len(found))
    return {name: measured(weighed(found, weights)) for name, weighed in chosen.items()}


def draws(needs: int, *, count: int = DRAWS) -> Numbers:
    """First all needs once, then `count` times as many drawn with replacement."""
    once = np.ones((1, needs))
    if not needs:
        return once
    chance = np.random.default_rng(SEED)
    return np.vstack([once, chance.multinomial(needs, np.full(needs, 1 / needs), size=count)])


def measured(values: Numbers) -> Figure:
    """From the figure itself, followed by those of the draws."""
    if np.isnan(values[0]):
        return Figure(value=None)
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Figure(value=float(values[0]), low=float(low), high=float(high))
