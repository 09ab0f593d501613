"""What partners have going, and what two of them had to do with each other before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.events.introductions import IntroductionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Introductions of one partner; `latest` is None where the time is not known."""

    open: int = 0
    this_month: int = 0
    latest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierContact:
    id: UUID
    state: IntroductionState
    at: datetime | None
