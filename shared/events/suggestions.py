"""Decisions about proposed pairs, published by the matcher; `subject` is the suggestion."""

from collections.abc import Mapping
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

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


#: What a member of a group is there for.
GroupRole = Literal["problem", "supplier", "research", "pilot"]


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
    role: GroupRole | None = None


class Evidence(EventData):
    """Two sentences that fit, each as its partner wrote it."""

    seeker: str
    provider: str


class Reason(EventData):
    """What speaks for or against a pair: the name of a score part, and figures to tell it with,
    as `{"have": "400 MWh", "want": "520 MWh"}`."""

    name: str
    facts: Mapping[str, str] = Field(default_factory=dict)


class SuggestionData(EventData):
    """`others` are the members of a group beyond the first two."""

    kind: SuggestionKind
    score: float | None
    seeker: Side
    provider: Side
    others: tuple[Side, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    speaks_for: tuple[Reason, ...] = ()
    speaks_against: tuple[Reason, ...] = ()
    distance_km: float | None = None
    note: str = ""


class SuggestionProposed(Event):
    """A pair waits for a coordinator, or what is known of it has changed."""

    stream: ClassVar[str] = "suggestions"

    type: Literal["suggestion.proposed.v1"] = "suggestion.proposed.v1"
    source: Source = "matcher"
    data: SuggestionData


class SuggestionWithdrawn(Event):
    """A pair that was proposed is no longer up for decision."""

    stream: ClassVar[str] = "suggestions"

    type: Literal["suggestion.withdrawn.v1"] = "suggestion.withdrawn.v1"
    source: Source = "matcher"
    data: SuggestionData


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


QuestionCode = Literal["where", "when", "how_much", "tried", "more"]


class QuestionData(EventData):
    """`question` is the one that would help most; `note` is the coordinator's own line."""

    item: Side
    question: QuestionCode
    note: str = ""


class QuestionAsked(Event):
    """A coordinator asks a partner about a listing nobody fits; `subject` is the question."""

    stream: ClassVar[str] = "suggestions"

    type: Literal["question.asked.v1"] = "question.asked.v1"
    source: Source = "matcher"
    data: QuestionData
