"""A letter on its way: what is known of it at every moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.events.profiles import Language

LetterState = Literal["waiting", "sending", "sent", "refused", "bounced", "unknown"]
#: Before DATA nothing can have arrived; once handed over, only the server's reply tells.
Phase = Literal["before_data", "handed_over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedLetter:
    """What people may see of a letter. `to` is empty until it is known whom to write to."""

    id: UUID
    introduction_id: UUID
    partner_id: UUID
    kind: str
    contact_id: UUID | None
    recipient_name: str | None
    to: str | None
    language: Language | None
    subject: str | None
    message_id: str
    state: LetterState
    attempts: int
    server_reply: str
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """What is kept of a letter once it is written; `body` is the whole message."""

    contact_id: UUID
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
    introduction_id: UUID
    lease: UUID
    attempts: int
    sender_address: str
    recipient_address: str
    address_hash: bytes
    body: bytes
