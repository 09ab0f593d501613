"""From what is seen of a pair to the chance that a coordinator says yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.signals.catalogue import SIGNALS

Numbers = NDArray[np.float64]

SILENT = 0.05  #: log-odds; a part that adds less says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Chance 0..1. The parts are what each adds to its log-odds, against a pair of which
    everything is as it usually is among the nearest; the loudest first."""

    value: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A logistic function of the signals, fitted by `python -m deploy.evaluation.fit`."""

    typical: float  #: log-odds of a pair of which every signal is as usual
    usual: Numbers  #: in the order of the catalogue, as are the slopes
    slopes: Numbers

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """A signal that was not known when the weights were fitted weighs nothing."""
        known = kept["signals"]
        return cls(
            typical=kept["typical"],
            usual=np.array([known.get(name, {}).get("usual", 0.0) for name in SIGNALS]),
            slopes=np.array([known.get(name, {}).get("slope", 0.0) for name in SIGNALS]),
        )

    def kept(self) -> dict[str, Any]:
        signals = {
            name: {"usual": round(float(usual), 5), "slope": round(float(slope), 5)}
            for name, usual, slope in zip(SIGNALS, self.usual, self.slopes, strict=True)
        }
        return {"typical": round(self.typical, 5), "signals": signals}

    def chances(self, seen: Numbers) -> Numbers:
        """One a row; the last axis of `seen` are the signals."""
        return chance_of(self.odds(seen))

    def odds(self, seen: Numbers) -> Numbers:
        """Log-odds, one a row."""
        found: Numbers = self.typical + (seen - self.usual) @ self.slopes
        return found

    def parts(self, seen: Numbers, learnt: Mapping[str, float] | None = None) -> dict[str, float]:
        """Of one pair; `learnt` is what a region adds to each."""
        added: dict[str, float] = dict(learnt or {})
        for signal, share in zip(SIGNALS.values(), (seen - self.usual) * self.slopes, strict=True):
            added[signal.part] = added.get(signal.part, 0.0) + float(share)
        loudest = sorted(added.items(), key=lambda one: -one[1])
        return {part: round(share, 4) for part, share in loudest if abs(share) >= SILENT}


def chance_of(odds: Numbers) -> Numbers:
    """From log-odds."""
    found: Numbers = 1 / (1 + np.exp(-np.clip(odds, -60, 60)))
    return found
