"""How something stands to a listing: whether it is suggested, and if not, why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.matcher.domain.between import Between
from services.matcher.domain.suggestions import Half, Suggestion

#: Why a candidate is not in the queue; `suggested` and `decided` have a suggestion to look at.
WhyNot = Literal[
    "suggested",
    "decided",
    "unlikely",
    "own_offer",
    "enough",
    "paused",
    "recently",
    "no_room",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One candidate down the list; `suggestion` is what there is of the pair, if anything."""

    other: Half
    score: float
    parts: Mapping[str, float]
    between: Between
    why: WhyNot
    suggestion: Suggestion | None = None

    @property
    def distance_km(self) -> float | None:
        return self.between.distance_km
