"""A suggestion as a coordinator sees it, with both sides as they stand now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.matcher.domain.items import Item
from services.matcher.domain.partners import Partner
from shared.events.suggestions import Evidence, RejectionReason, SuggestionKind

Status = Literal["proposed", "approved", "rejected", "snoozed", "withdrawn"]

#: Still waits for a decision, now or later.
OPEN: frozenset[Status] = frozenset({"proposed", "snoozed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One side of a pair, as it stands now."""

    partner: Partner
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`score` is a chance 0..1, None where a pair made by hand could not be scored."""

    id: UUID
    region: str
    kind: SuggestionKind
    status: Status
    by_hand: bool
    score: float | None
    parts: Mapping[str, float]
    evidence: tuple[Evidence, ...]
    distance_km: float | None
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    decider: str
    reason: RejectionReason | None
    note: str
    snoozed_until: datetime | None
    leaves_at: datetime | None  #: when the others hear of the decision; None once they have
    version: int
    seeker: Half
    provider: Half
    others: tuple[Half, ...] = ()  #: of a group, beyond the first two

    @property
    def halves(self) -> tuple[Half, ...]:
        return self.seeker, self.provider, *self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pair found worth a look, before it is kept. `distance_km` is None when not known; `odds`
    and `aspects` are what it was worth to `model` before anything was learnt."""

    kind: SuggestionKind
    seeker_id: UUID
    provider_id: UUID
    score: float | None
    parts: Mapping[str, float]
    evidence: tuple[Evidence, ...] = ()
    distance_km: float | None = None
    by_hand: bool = False
    note: str = ""
    model: str = ""
    odds: float | None = None
    aspects: Mapping[str, float] = field(default_factory=dict)
