"""A letter that signs somebody in, on its way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLetter:
    """`id` is that of the request."""

    id: UUID
    sender_address: str
    recipient_address: str
    body: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedSignInLetter:
    """Ours to send while the lease lasts."""

    id: UUID
    lease: UUID
    sender_address: str
    recipient_address: str
    body: bytes
