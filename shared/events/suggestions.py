"""Decisions about proposed pairs, published by the matcher; `subject` is the suggestion."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.base import Event, EventData, Source
from shared.events.profiles import Language

SuggestionKind = Literal["supply", "develop", "together"]
ItemKind = Literal["need", "offer", "idea", "capability"]
RejectionReason = Literal[
    "not_relevant",
    "wrong_direction",
    "know_each_other",
    "too_far",
    "bad_timing",
    "competitor",
    "other",
]


class Side(EventData):
    """One half of a pair: a partner and the listing or capability that speaks for it."""

    partner_id: UUID
    partner_name: str
    item_id: UUID
    kind: ItemKind
    title: str = ""
    text: str
    language: Language
    place: str = ""


class Evidence(EventData):
    """Two sentences that fit, each as its partner wrote it."""

    seeker: str
    provider: str


class SuggestionData(EventData):
    kind: SuggestionKind
    score: float | None
    seeker: Side
    provider: Side
    evidence: tuple[Evidence, ...] = ()
    distance_km: float | None = None
    note: str = ""


class SuggestionApproved(Event):
    """A coordinator wants these two introduced. `note` is the coordinator's own line to both."""

    stream: ClassVar[str] = "suggestions"

    type: Literal["suggestion.approved.v1"] = "suggestion.approved.v1"
    source: Source = "matcher"
    data: SuggestionData


class RejectedData(SuggestionData):
    reason: RejectionReason


class SuggestionRejected(Event):
    """A coordinator does not want these two introduced. `note` stays among coordinators."""

    stream: ClassVar[str] = "suggestions"

    type: Literal["suggestion.rejected.v1"] = "suggestion.rejected.v1"
    source: Source = "matcher"
    data: RejectedData
