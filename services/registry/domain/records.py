"""Partners and listings as programs and files send them: what is accepted, field by field."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from services.registry.domain.addresses import EmailAddress, OrganisationNumber, Website
from services.registry.domain.counties import county_slug
from services.registry.domain.texts import (
    CapabilityText,
    ListingText,
    LongText,
    Name,
    ShortLine,
    Title,
)

PartnerKind = Literal["business", "public", "academia", "ngo"]
ListingKind = Literal["need", "offer", "idea"]
Language = Literal["nb", "nn", "en"]

MOST_CAPABILITIES = 50
MOST_CONTACTS = 20
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _region(text: Any) -> Any:
    """A county by name becomes its slug; whether another slug exists, the database knows."""
    if not isinstance(text, str):
        return text
    slug = county_slug(text) or text.strip()
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise ValueError("Write the region as its short name, like ostfold.")
    return slug


def _calendar_day(day: Any) -> Any:
    """Only dates as text: a bare number would be taken for seconds since 1970."""
    if day is None or type(day) is date:
        return day
    if isinstance(day, str) and ISO_DATE.fullmatch(day.strip()):
        return day.strip()
    raise ValueError("Write the date as year-month-day, like 2026-12-31.")


Region = Annotated[str, BeforeValidator(_region)]
CalendarDay = Annotated[date | None, BeforeValidator(_calendar_day)]


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ContactRecord(Record):
    name: Name
    email: EmailAddress
    language: Language | None = None


class PartnerRecord(Record):
    name: Name
    kind: PartnerKind
    orgnr: OrganisationNumber = None
    place: ShortLine = ""
    region: Region
    sector: ShortLine | None = None
    description: LongText = ""
    capabilities: tuple[CapabilityText, ...] = Field(default=(), max_length=MOST_CAPABILITIES)
    language: Language | None = None
    website: Website = None
    contacts: tuple[ContactRecord, ...] = Field(default=(), max_length=MOST_CONTACTS)

    @field_validator("contacts")
    @classmethod
    def _each_address_once(cls, contacts: tuple[ContactRecord, ...]) -> tuple[ContactRecord, ...]:
        addresses = {contact.email.casefold() for contact in contacts}
        if len(addresses) < len(contacts):
            raise ValueError("Give each contact an e-mail address of their own.")
        return contacts


class ListingRecord(Record):
    kind: ListingKind
    title: Title
    text: ListingText
    language: Language | None = None
    place: ShortLine | None = None
    expires_on: CalendarDay = None
