"""Partners, listings and regions as programs get them."""

from datetime import date, datetime
from typing import Any, Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.registry.domain.listings import Listing, ListingStatus
from services.registry.domain.locations import Location
from services.registry.domain.partners import Partner
from services.registry.domain.records import Language, ListingKind, PartnerKind
from services.registry.domain.region_ways import Colour, ReplyTo

PLACE_UNKNOWN = (
    "We do not know the place “{place}”, so this was accepted without a location. "
    "Write the name of a municipality or town to have distances counted."
)

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next: str | None = None  #: send it as `cursor` to get the next page; None on the last one


class RegionAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    slug: str
    name: str
    network_name: str
    host: str
    coordinator_name: str | None
    sender_address: str
    language: Language
    languages: tuple[Language, ...]
    reply_to: ReplyTo
    asks_first: bool
    proposes_time: bool
    introductions_a_month: int | None
    open_introductions: int | None
    reminder_days: tuple[int, ...]
    pauses_in_july: bool
    keeps_quiet_hours: bool
    threshold: float | None
    open_suggestions: int | None
    bridging: float
    crosses_regions: bool
    nobody_fits_days: int
    nothing_got_months: int
    colour: Colour | None
    version: int
    created_at: datetime
    updated_at: datetime


class ContactAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    email: str
    language: Language


class Placed(BaseModel):
    place: str
    latitude: float | None
    longitude: float | None
    place_known: bool
    notices: list[str]


class PartnerAnswer(Placed):
    id: UUID
    region: str
    name: str
    kind: PartnerKind
    orgnr: str | None
    sector: str | None
    description: str
    capabilities: list[str]
    capability_ids: list[UUID]  #: in the order of `capabilities`
    language: Language
    website: str | None
    contacts: list[ContactAnswer]
    status: Literal["active"] = "active"
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, partner: Partner) -> Self:
        return cls(
            **_placed(partner.location),
            id=partner.id,
            region=partner.region,
            name=partner.name,
            kind=partner.kind,
            orgnr=partner.orgnr,
            sector=partner.sector,
            description=partner.description,
            capabilities=[capability.text for capability in partner.capabilities],
            capability_ids=[capability.id for capability in partner.capabilities],
            language=partner.language,
            website=partner.website,
            contacts=[ContactAnswer.model_validate(contact) for contact in partner.contacts],
            version=partner.version,
            created_at=partner.created_at,
            updated_at=partner.updated_at,
        )


class ListingAnswer(Placed):
    id: UUID
    partner_id: UUID
    region: str
    kind: ListingKind
    title: str
    text: str
    language: Language
    expires_on: date | None
    status: ListingStatus
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, listing: Listing) -> Self:
        return cls(
            **_placed(listing.location),
            id=listing.id,
            partner_id=listing.partner_id,
            region=listing.region,
            kind=listing.kind,
            title=listing.title,
            text=listing.text,
            language=listing.language,
            expires_on=listing.expires_on,
            status=listing.status,
            version=listing.version,
            created_at=listing.created_at,
            updated_at=listing.updated_at,
        )


def _placed(location: Location) -> dict[str, Any]:
    is_unknown = bool(location.place) and not location.is_known
    return {
        "place": location.place,
        "latitude": location.latitude,
        "longitude": location.longitude,
        "place_known": location.is_known,
        "notices": [PLACE_UNKNOWN.format(place=location.place)] if is_unknown else [],
    }
