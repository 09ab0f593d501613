"""A letter on its way: what is known of it at every moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.notifier.letters.facts import AnyFacts, LetterKind
from shared.events.profiles import Language

LetterState = Literal["waiting", "sending", "sent", "refused", "bounced", "unknown"]
#: Before DATA nothing can have arrived; once handed over, only the server's reply tells.
Phase = Literal["before_data", "handed_over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom a letter is meant for: any contact of a partner, one of them, or a coordinator."""

    partner_id: UUID | None = None
    for_contact_id: UUID | None = None
    coordinator_id: UUID | None = None


def to_partner(partner_id: UUID) -> Addressee:
    return Addressee(partner_id=partner_id)


def to_contact(contact_id: UUID, *, partner_id: UUID) -> Addressee:
    return Addressee(partner_id=partner_id, for_contact_id=contact_id)


def to_coordinator(coordinator_id: UUID) -> Addressee:
    return Addressee(coordinator_id=coordinator_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter to be queued. `not_before` None is now; `about` are the partners it names."""

    id: UUID
    message_id: str
    key: str
    region: str
    to: Addressee
    facts: AnyFacts
    introduction_id: UUID | None = None
    about: tuple[UUID, ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedLetter:
    """What people may see of a letter. `to` is empty until it is known whom to write to."""

    id: UUID
    kind: LetterKind
    region: str
    introduction_id: UUID | None
    partner_id: UUID | None
    for_contact_id: UUID | None
    coordinator_id: UUID | None
    contact_id: UUID | None
    recipient_name: str | None
    to: str | None
    language: Language | None
    subject: str | None
    message_id: str
    facts: AnyFacts
    state: LetterState
    attempts: int
    server_reply: str
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """What is kept of a letter once it is written; `body` is the whole message."""

    contact_id: UUID | None
    recipient_name: str
    recipient_address: str
    address_hash: bytes
    sender_address: str
    language: Language
    subject: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedLetter:
    """A letter that is ours to send while the lease lasts."""

    id: UUID
    kind: LetterKind
    introduction_id: UUID | None
    lease: UUID
    attempts: int
    sender_address: str
    recipient_address: str
    address_hash: bytes
    body: bytes
