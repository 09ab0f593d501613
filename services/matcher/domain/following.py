"""Introductions as a coordinator follows them: whose turn it is, and what stands still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.events.introductions import (
    Answer,
    Certainty,
    EmissionScope,
    IntroductionState,
    OutcomeResult,
)
from shared.events.profiles import PartnerKind

#: How long an introduction may rest in a state before it stands still.
PATIENCE: dict[IntroductionState, timedelta] = {
    "sent": timedelta(days=10),
    "one_answered": timedelta(days=10),
    "both_yes": timedelta(days=21),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A partner as far as pictures and boards show it."""

    id: UUID
    name: str
    kind: PartnerKind
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    partner_id: UUID
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """`co2e_tonnes` a year, as a person reported them."""

    result: OutcomeResult
    co2e_tonnes: float | None = None
    certainty: Certainty | None = None
    scope: EmissionScope | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """An introduction with its two partners; `title` is that of what is sought."""

    id: UUID
    region: str
    state: IntroductionState
    title: str
    seeker: Member
    provider: Member
    opened_at: datetime | None = None
    sent_at: datetime | None = None
    reminded_at: datetime | None = None
    answers: Sequence[Answered] = ()
    outcome: Reported | None = None

    @property
    def members(self) -> tuple[Member, Member]:
        return self.seeker, self.provider

    @property
    def both_yes_at(self) -> datetime | None:
        """When the second of the two said yes."""
        times = [one.at for one in self.answers if one.answer == "yes"]
        return max(times) if len(times) == len(self.members) else None

    @property
    def silent(self) -> list[Member]:
        """Who has not answered."""
        heard = {one.partner_id for one in self.answers}
        return [one for one in self.members if one.id not in heard]

    @property
    def latest_answer(self) -> Answered | None:
        return max(self.answers, key=lambda one: one.at, default=None)

    @property
    def moved_at(self) -> datetime | None:
        """When something last happened; a reminder counts, so that nobody is pressed."""
        answered = self.latest_answer
        times = (self.opened_at, self.sent_at, self.reminded_at, answered and answered.at)
        return max((one for one in times if one), default=None)

    def days_still(self, now: datetime) -> int:
        """Whole days it has stood still beyond patience; 0 while it is moving."""
        patience = PATIENCE.get(self.state)
        if not patience or not self.moved_at or now - self.moved_at < patience:
            return 0
        return (now - self.moved_at).days


def stalled_first(followed: Sequence[Followed], now: datetime) -> list[Followed]:
    """Those that stand still longest come first, then the newest."""

    def rank(one: Followed) -> tuple[int, float]:
        return -one.days_still(now), -(one.moved_at.timestamp() if one.moved_at else 0.0)

    return sorted(followed, key=rank)
