"""What a region's decisions teach about its suggestions, over what holds for everybody.

A Bayesian logistic re-weighing with few numbers: an offset, one weight for each part of the score,
and two for what the score does not look at: whether both partners are of one sector, of one kind.
All are nought beforehand, and stay near it where decisions say little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.items import Item
from services.matcher.ranking.score import Weights
from services.matcher.ranking.signals.catalogue import SIGNALS

Numbers = NDArray[np.float64]

PARTS = tuple(dict.fromkeys(signal.part for signal in SIGNALS.values()))
#: Of the partners, not the texts: only decisions give them weight.
SECTOR, KIND = "sector", "kind"
ASPECTS = (*PARTS, SECTOR, KIND)  #: the order of what is learnt from
MOST = 4.0  #: log-odds by which one part may be changed, or the whole
SENSED = 0.15  #: a weight nearer to nought is not worth telling

_PART_OF = np.array([[signal.part == part for part in PARTS] for signal in SIGNALS.values()], float)
_DISTANCE = PARTS.index("distance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Nothing, unless it says otherwise. Weights by aspect."""

    offset: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        return not self.offset and not any(self.weights.values())

    @property
    def told(self) -> list[tuple[str, float]]:
        """What is worth telling, the strongest first."""
        loud = [(name, weight) for name, weight in self.weights.items() if abs(weight) >= SENSED]
        return sorted(loud, key=lambda one: -abs(one[1]))

    def changes(self, aspects: Numbers) -> Numbers:
        """Log-odds to add to each aspect, and in a last column to the whole; one row a pair."""
        weights = np.array([self.weights.get(name, 0.0) for name in ASPECTS])
        added = np.clip(aspects * weights, -MOST, MOST)
        offset = np.full((len(aspects), 1), np.clip(self.offset, -MOST, MOST))
        return np.hstack([added, offset])


NOTHING = Learnt()


def aspects_of(seen: Numbers, two: Sequence[tuple[Item, Item]], weights: Weights) -> Numbers:
    """What can be weighed anew of each pair: (pairs, aspects).

    Parts are log-odds against the usual pair, but for distance: against one next door, so that
    whoever minds distance more takes from the far and gives to nobody.
    """
    parts = ((seen - weights.usual) * weights.slopes) @ _PART_OF
    nearest = (-weights.usual * weights.slopes) @ _PART_OF
    parts[:, _DISTANCE] = np.minimum(0.0, parts[:, _DISTANCE] - nearest[_DISTANCE])
    alike = [
        [_alike(one.sector, other.sector), _alike(one.partner_kind, other.partner_kind)]
        for one, other in two
    ]
    return np.hstack([parts, np.array(alike, float).reshape(-1, 2)])


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    return 0.5 if one.casefold() == other.casefold() else -0.5
