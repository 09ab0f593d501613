"""What a coordinator chooses to see of the queue, and where in it they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from services.matcher.domain.suggestions import Status, Suggestion
from shared.events.suggestions import SuggestionKind

#: `leaving` are decided ones that can still be undone.
Shown = Literal["proposed", "snoozed", "leaving", "approved", "rejected"]
STATUSES: dict[Shown, tuple[Status, ...]] = {
    "proposed": ("proposed",),
    "snoozed": ("snoozed",),
    "leaving": ("approved", "rejected"),
    "approved": ("approved",),
    "rejected": ("rejected",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """None and the empty text let everything through; `age` is how many days it has waited."""

    status: Shown = "proposed"
    region: str | None = None
    kind: SuggestionKind | None = None
    partner: UUID | None = None
    sector: str | None = None
    age: int | None = None
    words: str = ""

    @property
    def is_narrow(self) -> bool:
        return self != Filters()


Place = tuple[float, UUID]  #: score and id: the queue is ordered by them


def place_of(suggestion: Suggestion) -> Place:
    return suggestion.score or 0.0, suggestion.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where one stands among what is chosen; `position` counts from one."""

    position: int
    previous: UUID | None
    next: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to choose from: pairs of value and name."""

    regions: Sequence[tuple[str, str]]
    partners: Sequence[tuple[UUID, str]]
    sectors: Sequence[str]
