"""What speaks for and against a pair: parts of its score that the texts bear out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from services.matcher.domain import measures, quoted
from services.matcher.domain.between import Between

Fit = Literal["very_good", "good", "possible"]
Level = Literal["high", "middle", "low"]
Facts = Mapping[str, str]

VERY_GOOD, GOOD = 0.6, 0.3  #: scores from which on a pair is called so
MOST = 8.0  #: what a part adds to the log-odds when it could hardly speak louder
HIGH, MIDDLE = 0.6, 0.3
CLEARLY = 0.15  #: log-odds; a part that takes less does not speak against a pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`share` 0..1 is how loudly it speaks; nought where the score does not count it. `facts`
    are what the texts say, in the shape of events."""

    name: str
    share: float = 0.0
    facts: Facts = field(default_factory=dict)

    @property
    def level(self) -> Level:
        if self.share >= HIGH:
            return "high"
        return "middle" if self.share >= MIDDLE else "low"


#: What the texts must say before a part is told; None where they do not.
FOR: Mapping[str, Callable[[Between], Facts | None]] = {
    "meaning": lambda _: {},
    "concepts": quoted.same_things,
    "words": quoted.same_words,
    "partner": quoted.partner_does_it,
    "direction": quoted.goes_both_ways,
    "amount": measures.amounts_agree,
    "distance": measures.near,
    "time": measures.both_can,
}
AGAINST: Mapping[str, Callable[[Between], Facts | None]] = {
    "direction": quoted.same_direction,
    "polarity": quoted.says_no,
    "distance": measures.far,
    "amount": measures.amounts_differ,
    "time": measures.times_exclude,
}
#: Told wherever the texts say it, though they may weigh nothing.
ALWAYS_TOLD = frozenset({"amount", "time"})


def fit_of(score: float | None) -> Fit:
    if score is None or score < GOOD:
        return "possible"
    return "very_good" if score >= VERY_GOOD else "good"


def speaks_for(parts: Mapping[str, float], between: Between) -> list[Reason]:
    """Loudest first."""
    reasons = []
    for name, read in FOR.items():
        part = parts.get(name, 0.0)
        if part > 0 or name in ALWAYS_TOLD:
            facts = read(between)
            if facts is not None:
                reasons.append(
                    Reason(name=name, share=min(1.0, max(0.0, part) / MOST), facts=facts)
                )
    return sorted(reasons, key=lambda reason: -reason.share)


def speaks_against(parts: Mapping[str, float], between: Between) -> list[Reason]:
    """Only what takes away clearly and can be shown; what takes most first."""
    reasons = []
    for name, read in AGAINST.items():
        part = parts.get(name, 0.0)
        if part <= -CLEARLY or name in ALWAYS_TOLD:
            facts = read(between)
            if facts:
                reasons.append(
                    Reason(name=name, share=min(1.0, max(0.0, -part) / MOST), facts=facts)
                )
    return sorted(reasons, key=lambda reason: -reason.share)
