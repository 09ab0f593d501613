"""What speaks for and against a pair, from the parts of its score."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Fit = Literal["very_good", "good", "possible"]
Level = Literal["high", "middle", "low"]

VERY_GOOD, GOOD = 0.6, 0.3  #: scores from which on a pair is called so
MOST = 8.0  #: what a part adds to the log-odds when it could hardly speak louder
HIGH, MIDDLE = 0.6, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`share` 0..1 is how loudly it speaks."""

    name: str
    share: float

    @property
    def level(self) -> Level:
        if self.share >= HIGH:
            return "high"
        return "middle" if self.share >= MIDDLE else "low"


def fit_of(score: float | None) -> Fit:
    if score is None or score < GOOD:
        return "possible"
    return "very_good" if score >= VERY_GOOD else "good"


def speaks_for(parts: Mapping[str, float]) -> list[Reason]:
    """Loudest first."""
    reasons = [
        Reason(name=name, share=min(1.0, part / MOST)) for name, part in parts.items() if part > 0
    ]
    return sorted(reasons, key=lambda reason: -reason.share)


def speaks_against(parts: Mapping[str, float]) -> list[str]:
    return [name for name, part in parts.items() if part < 0]
