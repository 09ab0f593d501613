"""Needs that nobody fits and partners that got nothing, and what is done about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.matcher.domain.partners import Partner
from services.matcher.domain.suggestions import Half
from shared.events.suggestions import QuestionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    id: UUID
    item_id: UUID
    question: QuestionCode
    asker: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LonelyNeed:
    half: Half
    known_since: datetime
    questions: Sequence[AskedQuestion]
    is_on_agenda: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietPartner:
    """`latest` is when it last got an introduction, as far as is known; `waiting` is how many
    suggestions with it wait in the queue."""

    partner: Partner
    latest: datetime | None
    waiting: int
    is_on_agenda: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of an agenda; `half` where it is about a listing that is still there."""

    id: UUID
    region: str
    partner: Partner
    half: Half | None
    adder: str
    added_at: datetime
    done_at: datetime | None
    doer: str
