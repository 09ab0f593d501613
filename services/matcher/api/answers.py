"""Suggestions as programs get them."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.matcher.domain.suggestions import Half, Status, Suggestion
from shared.events.listings import ListingKind
from shared.events.profiles import Language, PartnerKind
from shared.events.suggestions import Evidence, RejectionReason, SuggestionKind


class PartnerAnswer(BaseModel):
    id: UUID
    name: str
    kind: PartnerKind
    sector: str
    place: str


class ListingAnswer(BaseModel):
    id: UUID
    kind: ListingKind
    title: str
    text: str
    language: Language
    place: str
    expires_on: date | None


class CapabilityAnswer(BaseModel):
    id: UUID
    text: str
    language: Language


class SideAnswer(BaseModel):
    """Either `listing` or `capability` is there; the other is null."""

    partner: PartnerAnswer
    listing: ListingAnswer | None = None
    capability: CapabilityAnswer | None = None

    @classmethod
    def of(cls, half: Half) -> Self:
        partner, item = half.partner, half.item
        answer = PartnerAnswer(
            id=partner.id,
            name=partner.name,
            kind=partner.kind,
            sector=partner.sector,
            place=partner.place,
        )
        if item.kind == "capability":
            capability = CapabilityAnswer(id=item.id, text=item.text, language=item.language)
            return cls(partner=answer, capability=capability)
        listing = ListingAnswer(
            id=item.id,
            kind=item.kind,
            title=item.title,
            text=item.text,
            language=item.language,
            place=item.place,
            expires_on=item.expires_on,
        )
        return cls(partner=answer, listing=listing)


class SuggestionAnswer(BaseModel):
    """`score` is the chance, 0 to 1, that a coordinator finds the pair worth a look; `parts` is
    what each signal adds to its log-odds. `note` and `reason` are the coordinator's; until
    `leaves_at` a decision made in the console can be undone there."""

    id: UUID
    region: str
    kind: SuggestionKind
    status: Status
    by_hand: bool
    score: float | None
    parts: dict[str, float]
    evidence: list[Evidence]
    distance_km: float | None
    seeker: SideAnswer
    provider: SideAnswer
    others: list[SideAnswer] = []  #: of a group, beyond the first two
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: RejectionReason | None
    note: str
    snoozed_until: datetime | None
    leaves_at: datetime | None
    version: int

    @classmethod
    def of(cls, suggestion: Suggestion) -> Self:
        return cls(
            id=suggestion.id,
            region=suggestion.region,
            kind=suggestion.kind,
            status=suggestion.status,
            by_hand=suggestion.by_hand,
            score=suggestion.score,
            parts=dict(suggestion.parts),
            evidence=list(suggestion.evidence),
            distance_km=suggestion.distance_km,
            seeker=SideAnswer.of(suggestion.seeker),
            provider=SideAnswer.of(suggestion.provider),
            others=[SideAnswer.of(half) for half in suggestion.others],
            proposed_at=suggestion.proposed_at,
            decided_at=suggestion.decided_at,
            decided_by=suggestion.decider or suggestion.decided_by,
            reason=suggestion.reason,
            note=suggestion.note,
            snoozed_until=suggestion.snoozed_until,
            leaves_at=suggestion.leaves_at,
            version=suggestion.version,
        )


class SuggestionPage(BaseModel):
    items: list[SuggestionAnswer]
    next: str | None = None  #: send it as `cursor` to get the next page; None on the last one
