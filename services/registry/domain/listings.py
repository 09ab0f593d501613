"""What a partner looks for, can give or dreams of."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.days import months_after
from services.registry.domain.errors import ListingKindFixed
from services.registry.domain.locations import Location
from services.registry.domain.partners import Partner
from services.registry.domain.records import Language, ListingKind, ListingRecord
from shared.clock import utc_now

ListingStatus = Literal["open", "closed", "expired"]
CloseReason = Literal["found", "no_longer"]

#: Months that a listing stays open for when it is renewed.
RENEWED_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedListing:
    """What is left of a listing that its partner deleted."""

    id: UUID
    partner_id: UUID
    region: str
    kind: ListingKind
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`location` is its own where it has one, else its partner's."""

    id: UUID
    partner_id: UUID
    region: str
    kind: ListingKind
    title: str
    text: str
    language: Language
    location: Location
    has_own_place: bool
    expires_on: date | None  #: the last day it is open, in Norway
    status: ListingStatus
    version: int
    created_at: datetime
    updated_at: datetime
    close_reason: CloseReason | None = None  #: when its partner closed it and said why

    @classmethod
    def publish(
        cls,
        record: ListingRecord,
        *,
        partner: Partner,
        own_location: Location | None,
        language: Language,
        listing_id: UUID | None = None,
    ) -> Self:
        """`listing_id` where it has been written under one, else a new one."""
        now = utc_now()
        return cls(
            id=listing_id or uuid7(),
            partner_id=partner.id,
            region=partner.region,
            kind=record.kind,
            title=record.title,
            text=record.text,
            language=language,
            location=own_location or partner.location,
            has_own_place=own_location is not None,
            expires_on=record.expires_on,
            status="open",
            version=1,
            created_at=now,
            updated_at=now,
        )

    def changed(
        self,
        record: ListingRecord,
        *,
        partner: Partner,
        own_location: Location | None,
        language: Language,
    ) -> "Listing":
        """The next version, open again if it was not.

        Raises:
            ListingKindFixed: the record is of another kind.
        """
        if record.kind != self.kind:
            raise ListingKindFixed
        written = self.publish(
            record, partner=partner, own_location=own_location, language=language
        )
        return replace(written, id=self.id, version=self.version + 1, created_at=self.created_at)

    def moved(self, location: Location) -> "Listing":
        return replace(self._next(), location=location)

    def ended(
        self, status: Literal["closed", "expired"], *, reason: CloseReason | None = None
    ) -> "Listing":
        return replace(self._next(), status=status, close_reason=reason)

    def renewed(self, *, today: date) -> "Listing":
        """Open until three months from today, or longer if it is so already. Renewing what is
        open without an end changes nothing."""
        until = months_after(today, RENEWED_MONTHS)
        if self.status == "open" and (self.expires_on is None or self.expires_on >= until):
            return self
        later = max(until, self.expires_on or until)
        return replace(self._next(), status="open", close_reason=None, expires_on=later)

    def _next(self) -> "Listing":
        return replace(self, version=self.version + 1, updated_at=utc_now())
