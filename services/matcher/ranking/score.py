"""From what can be seen of a pair to the chance that a coordinator finds it worth a look."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

FARTHEST = 4.0  #: doublings beyond the reach; farther makes nothing worse


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is seen of one pair, before anything is weighed."""

    meaning: float  #: cosine of the centred vectors, -1..1
    words: float  #: shared rare letter groups, 0..1; 0 across languages
    distance_km: float | None = None
    reach_km: float | None = None  #: None: nothing has to travel

    @property
    def beyond_reach(self) -> float:
        """How many times the distance doubles the reach, 0..4; 0 when either is unknown."""
        if self.distance_km is None or self.reach_km is None:
            return 0.0
        return min(FARTHEST, max(0.0, math.log2(max(self.distance_km, 1.0) / self.reach_km)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic function; fitted on judged pairs by `python -m deploy.evaluation.calibrate`."""

    typical: float  #: log-odds of a pair whose signals are all 0
    meaning: float
    words: float
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Chance 0..1; the parts are what each signal adds to its log-odds, best first."""

    value: float
    parts: Mapping[str, float]


def score(signals: Signals, weights: Weights) -> Score:
    parts = {
        "meaning": weights.meaning * signals.meaning,
        "words": weights.words * signals.words,
        "distance": weights.distance * signals.beyond_reach,
    }
    parts = {name: part for name, part in parts.items() if part}
    odds = weights.typical + sum(parts.values())
    best_first = sorted(parts.items(), key=lambda part: -part[1])
    return Score(value=_logistic(odds), parts=dict(best_first))


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-min(60.0, max(-60.0, odds))))
