"""What a partner looks for, can give or dreams of."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.errors import ListingKindFixed
from services.registry.domain.locations import Location
from services.registry.domain.partners import Partner
from services.registry.domain.records import Language, ListingKind, ListingRecord
from shared.clock import utc_now

ListingStatus = Literal["open", "closed", "expired"]


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

    @classmethod
    def publish(
        cls,
        record: ListingRecord,
        *,
        partner: Partner,
        own_location: Location | None,
        language: Language,
    ) -> Self:
        now = utc_now()
        return cls(
            id=uuid7(),
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

    def ended(self, status: Literal["closed", "expired"]) -> "Listing":
        return replace(self._next(), status=status)

    def _next(self) -> "Listing":
        return replace(self, version=self.version + 1, updated_at=utc_now())
