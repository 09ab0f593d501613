"""A partner with its people and what it can do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.contacts import Contact, contacts_of, without_deputy
from services.registry.domain.errors import PartnerRegionFixed
from services.registry.domain.locations import Location
from services.registry.domain.records import (
    ContactRecord,
    Language,
    PartnerKind,
    PartnerRecord,
)
from shared.clock import utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    id: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    id: UUID
    region: str
    name: str
    kind: PartnerKind
    orgnr: str | None
    sector: str | None
    location: Location
    description: str
    language: Language
    website: str | None
    capabilities: tuple[Capability, ...]
    contacts: tuple[Contact, ...]
    version: int
    created_at: datetime
    updated_at: datetime
    is_paused: bool = False  #: takes no new suggestions for the time being

    @classmethod
    def register(cls, record: PartnerRecord, *, location: Location, language: Language) -> Self:
        now = utc_now()
        return cls(
            id=uuid7(),
            region=record.region,
            capabilities=capabilities_of(record.capabilities, earlier=()),
            contacts=contacts_of(record, earlier=(), language=language),
            location=location,
            language=language,
            version=1,
            created_at=now,
            updated_at=now,
            **_as_written(record),
        )

    def changed(
        self, record: PartnerRecord, *, location: Location, language: Language
    ) -> "Partner":
        """The next version. Unchanged capabilities and contacts keep their ids.

        Raises:
            PartnerRegionFixed: the record is for another region.
        """
        if record.region != self.region:
            raise PartnerRegionFixed
        return replace(
            self,
            capabilities=capabilities_of(record.capabilities, earlier=self.capabilities),
            contacts=contacts_of(record, earlier=self.contacts, language=language),
            location=location,
            language=language,
            version=self.version + 1,
            updated_at=utc_now(),
            **_as_written(record),
        )

    def as_record(self) -> PartnerRecord:
        """What one would send to have it as it is."""
        return PartnerRecord(
            name=self.name,
            kind=self.kind,
            orgnr=self.orgnr,
            place=self.location.place,
            region=self.region,
            sector=self.sector,
            description=self.description,
            capabilities=tuple(capability.text for capability in self.capabilities),
            language=self.language,
            website=self.website,
            contacts=tuple(
                ContactRecord(name=one.name, email=one.email, language=one.language)
                for one in self.contacts
            ),
        )

    def record_with(self, contact: ContactRecord) -> PartnerRecord:
        """With one more contact, unless somebody has that address already."""
        record = self.as_record()
        if any(one.key == contact.email.casefold() for one in self.contacts):
            return record
        return record.model_copy(update={"contacts": (*record.contacts, contact)})

    def without_contact(self, contact_id: UUID) -> "Partner":
        """The same version: who its people are is no part of what a partner publishes."""
        contacts = tuple(contact for contact in self.contacts if contact.id != contact_id)
        return replace(self, contacts=without_deputy(contacts, contact_id))

    def paused(self, is_paused: bool) -> "Partner":
        return replace(self, is_paused=is_paused, version=self.version + 1, updated_at=utc_now())


def _as_written(record: PartnerRecord) -> dict[str, Any]:
    return record.model_dump(include={"name", "kind", "orgnr", "sector", "description", "website"})


def capabilities_of(
    texts: Iterable[str], *, earlier: tuple[Capability, ...]
) -> tuple[Capability, ...]:
    """Those with an unchanged text keep their ids."""
    ids = {capability.text: capability.id for capability in earlier}
    said = dict.fromkeys(texts)  # the same statement twice says nothing more
    return tuple(Capability(id=ids.get(text) or uuid7(), text=text) for text in said)
