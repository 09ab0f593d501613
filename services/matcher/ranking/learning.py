"""Learns from decisions how a region weighs, and only what foretells its decisions better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.learnt import ASPECTS, KIND, MOST, SECTOR, Learnt, Numbers

#: Aspects that are weighed anew together: few numbers are learnt sooner. How far each weight may
#: well be from nought: a part is log-odds already, what partners are is not.
GROUPS: Mapping[str, tuple[tuple[str, ...], float]] = {
    "topic": (("meaning", "words", "concepts", "partner"), 0.8),
    "direction": (("direction", "polarity"), 0.8),
    "distance": (("distance",), 2.0),
    SECTOR: ((SECTOR,), 5.0),
    KIND: ((KIND,), 5.0),
}
#: Weighs either way; the others never less than everywhere: what fits nowhere fits nowhere here.
EITHER_WAY = (SECTOR, KIND)
SPREAD_OF_OFFSET = 1.0
#: What a rejection speaks of. The reasons that are not here say nothing about how well two fit.
BLAMED: Mapping[str, tuple[str, ...]] = {
    "not_relevant": ("topic", KIND),
    "wrong_direction": ("direction",),
    "too_far": ("distance",),
    "competitor": (SECTOR,),
    "other": tuple(GROUPS),
}
BLAME = 0.5  #: so much a rejection counts once more, against what it blames alone
FEWEST = 20  #: decisions from which on anything is learnt
STEP = 5  #: new ones after which it is learnt anew
FOLDS = 5
GAIN = 0.005  #: of log-loss a decision, on decisions not learnt from; for less nothing is changed
STEPS = 30

_GROUPED = np.array([[name in its for its, _ in GROUPS.values()] for name in ASPECTS], float)
_SPREADS = np.array([SPREAD_OF_OFFSET, *(spread for _, spread in GROUPS.values())])
_BLAMED = {
    reason: np.array([name in its for name in GROUPS], float) for reason, its in BLAMED.items()
}
Used = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`odds` and `aspects` as they were before anything was learnt; `weight`: how much it
    counts."""

    odds: float
    aspects: Mapping[str, float]
    is_yes: bool
    reason: str | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What came of the decisions so far; log-losses a decision, on those not learnt from."""

    learnt: Learnt
    decisions: int
    approvals: int
    before: float
    after: float


@dataclass(frozen=True, slots=True, eq=False)
class _Class:
    """Decisions as rows."""

    odds: Numbers
    rows: Numbers  #: by group
    is_yes: Numbers
    counts: Numbers
    blamed: Numbers

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> "_Class":
        aspects = [[one.aspects.get(name, 0.0) for name in ASPECTS] for one in decisions]
        return cls(
            np.array([one.odds for one in decisions]),
            np.array(aspects) @ _GROUPED,
            np.array([one.is_yes for one in decisions], float),
            np.array([one.weight for one in decisions]),
            np.array([_BLAMED[one.reason or "other"] for one in decisions]),
        )

    def part(self, places: NDArray[np.int64]) -> "_Class":
        return _Class(
            self.odds[places],
            self.rows[places],
            self.is_yes[places],
            self.counts[places],
            self.blamed[places],
        )


def counting(decisions: Sequence[Decision]) -> list[Decision]:
    """Those that say something about how well two fit."""
    return [one for one in decisions if one.is_yes or one.reason in BLAMED]


def learn(decisions: Sequence[Decision]) -> Lesson | None:
    """None while there are too few. What is weighed anew is added one by one, as long as each
    foretells decisions better that were not learnt from; contradictory ones teach nothing."""
    known = counting(decisions)
    if len(known) < FEWEST:
        return None
    them = _Class.of(known)
    before = float(np.logaddexp(0.0, np.where(them.is_yes > 0, -them.odds, them.odds)).mean())
    used = np.zeros(len(GROUPS), bool)
    after = _foretold(them, used)
    while not used.all():
        losses = {place: _foretold(them, _with(used, place)) for place in np.flatnonzero(~used)}
        best = min(losses, key=lambda place: losses[place])
        if after - losses[best] < GAIN:
            break
        after, used = losses[best], _with(used, best)
    is_better = before - after >= GAIN
    return Lesson(
        learnt=_as_learnt(_fitted(them, used)) if is_better else Learnt(),
        decisions=len(known),
        approvals=sum(one.is_yes for one in known),
        before=before,
        after=after if is_better else before,
    )


def _with(used: Used, place: np.int64) -> Used:
    more = used.copy()
    more[place] = True
    return more


def _foretold(them: _Class, used: Used) -> float:
    """Log-loss of a decision, each foretold with what those of the other folds teach."""
    losses = np.empty(len(them.odds))
    places = np.arange(len(them.odds))
    for fold in range(FOLDS):
        held_out = places[places % FOLDS == fold]
        weights = _fitted(them.part(places[places % FOLDS != fold]), used)
        changes = np.clip(them.rows[held_out] * weights[1:], -MOST, MOST).sum(axis=1)
        odds = them.odds[held_out] + weights[0] + changes
        losses[held_out] = np.logaddexp(0.0, np.where(them.is_yes[held_out] > 0, -odds, odds))
    return float(losses.mean())


def _fitted(them: _Class, used: Used) -> Numbers:
    """The most likely offset and weights, by Newton's method. A rejection counts as it is, and
    once more against what it blames."""
    no = them.is_yes == 0
    rows = np.vstack([them.rows * used, (them.rows * them.blamed * used)[no]])
    rows = np.hstack([np.ones((len(rows), 1)), rows])
    odds = np.concatenate([them.odds, them.odds[no]])
    is_yes = np.concatenate([them.is_yes, them.is_yes[no]])
    counts = np.concatenate([them.counts, BLAME * them.counts[no]])
    pull = np.diag(1 / np.square(_SPREADS))
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(odds + rows @ weights, -60, 60)))
        slope = rows.T @ (counts * (chance - is_yes)) + pull @ weights
        bend = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + pull
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    weights[1:] *= used
    return weights


def _as_learnt(weights: Numbers) -> Learnt:
    found: dict[str, float] = {}
    for (group, (its, _)), weight in zip(GROUPS.items(), weights[1:], strict=True):
        kept = float(weight) if group in EITHER_WAY else max(0.0, float(weight))
        found |= dict.fromkeys(its, round(kept, 4))
    return Learnt(offset=round(float(weights[0]), 4), weights=found)
