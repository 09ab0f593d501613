"""A partner's profile as its own people write it."""

from dataclasses import replace

from pydantic import Field

from services.registry.domain.addresses import OrganisationNumber, Website
from services.registry.domain.locations import Location
from services.registry.domain.partners import Partner, capabilities_of
from services.registry.domain.records import MOST_CAPABILITIES, Language, PartnerKind, Record
from services.registry.domain.texts import CapabilityText, LongText, Name, ShortLine
from shared.clock import utc_now


class ProfileRecord(Record):
    name: Name
    kind: PartnerKind
    orgnr: OrganisationNumber = None
    place: ShortLine = ""
    sector: ShortLine = ""
    description: LongText = ""
    capabilities: tuple[CapabilityText, ...] = Field(default=(), max_length=MOST_CAPABILITIES)
    website: Website = None


def with_profile(
    partner: Partner, record: ProfileRecord, *, location: Location, language: Language
) -> Partner:
    """The next version, or the same where nothing is new."""
    written = replace(
        partner,
        name=record.name,
        kind=record.kind,
        orgnr=record.orgnr,
        location=location,
        sector=record.sector or None,
        description=record.description,
        language=language,
        website=record.website,
        capabilities=capabilities_of(record.capabilities, earlier=partner.capabilities),
    )
    if written == partner:
        return partner
    return replace(written, version=partner.version + 1, updated_at=utc_now())
