"""What the registry tells the others: each aggregate's whole state as an event."""

from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.contacts import Contact
from services.registry.domain.listings import DeletedListing, Listing
from services.registry.domain.partners import Partner
from services.registry.domain.people import Person
from services.registry.domain.regions import Region
from shared.events.contacts import (
    ContactData,
    ContactErased,
    ContactErasedData,
    ContactInvited,
    ContactUpdated,
    CoordinatorData,
    CoordinatorUpdated,
    InvitationData,
    RegionData,
    RegionUpdated,
)
from shared.events.listings import CLOSED, PUBLISHED, ListingData, ListingEvent
from shared.events.profiles import Capability, PartnerErased, ProfileData, ProfilePublished
from shared.events.regions import MatchingSettings, RegionConfigured


def region_updated(region: Region) -> RegionUpdated:
    """For those who write letters."""
    return RegionUpdated(
        subject=region.id,
        region=region.slug,
        version=region.version,
        data=RegionData.model_validate(region, from_attributes=True),
    )


def region_configured(region: Region) -> RegionConfigured:
    """For those who match."""
    return RegionConfigured(
        subject=region.id,
        region=region.slug,
        version=region.version,
        data=MatchingSettings.model_validate(region, from_attributes=True),
    )


def coordinator_updated(person: Person) -> CoordinatorUpdated:
    """Who coordinates nothing is told without name and address, to be forgotten."""
    if not person.regions:
        return coordinator_forgotten(person.id, version=person.version)
    return CoordinatorUpdated(
        subject=person.id,
        region="",
        version=person.version,
        data=CoordinatorData.model_validate(person, from_attributes=True),
    )


def coordinator_forgotten(person_id: UUID, *, version: int) -> CoordinatorUpdated:
    return CoordinatorUpdated(
        subject=person_id, region="", version=version, data=CoordinatorData(name="", email="")
    )


def profile_published(partner: Partner) -> ProfilePublished:
    return ProfilePublished(
        subject=partner.id,
        region=partner.region,
        version=partner.version,
        data=ProfileData(
            name=partner.name,
            kind=partner.kind,
            sector=partner.sector or "",
            place=partner.location.place,
            latitude=partner.location.latitude,
            longitude=partner.location.longitude,
            description=partner.description,
            language=partner.language,
            website=partner.website,
            is_paused=partner.is_paused,
            capabilities=tuple(
                Capability(id=capability.id, text=capability.text)
                for capability in partner.capabilities
            ),
        ),
    )


def partner_erased(partner_id: UUID, *, region: str, version: int) -> PartnerErased:
    return PartnerErased(subject=partner_id, region=region, version=version)


def contact_updated(contact: Contact, *, partner: Partner) -> ContactUpdated:
    return ContactUpdated(
        subject=contact.id,
        region=partner.region,
        version=contact.version,
        data=ContactData(
            partner_id=partner.id,
            name=contact.name,
            email=contact.email,
            language=contact.language,
            away_from=contact.away_from,
            away_until=contact.away_until,
            deputy_id=contact.deputy_id,
        ),
    )


def contact_invited(
    contact: Contact, *, partner: Partner, invited_by: str, had_applied: bool = False
) -> ContactInvited:
    data = InvitationData(
        contact_id=contact.id,
        partner_id=partner.id,
        partner_name=partner.name,
        invited_by=invited_by,
        had_applied=had_applied,
    )
    return ContactInvited(subject=uuid7(), region=partner.region, version=1, data=data)


def contact_erased(
    contact_id: UUID, *, partner_id: UUID, region: str, version: int
) -> ContactErased:
    return ContactErased(
        subject=contact_id,
        region=region,
        version=version,
        data=ContactErasedData(partner_id=partner_id),
    )


def listing_state(listing: Listing) -> ListingEvent:
    """Published while it is open, else closed."""
    events = PUBLISHED if listing.status == "open" else CLOSED
    data = ListingData(
        partner_id=listing.partner_id,
        kind=listing.kind,
        title=listing.title,
        text=listing.text,
        language=listing.language,
        place=listing.location.place,
        latitude=listing.location.latitude,
        longitude=listing.location.longitude,
        expires_on=listing.expires_on,
    )
    return events[listing.kind].model_validate(
        {
            "subject": listing.id,
            "region": listing.region,
            "version": listing.version,
            "data": data,
        }
    )


def listing_deleted(listing: Listing | DeletedListing) -> ListingEvent:
    """Closed, with nothing left of what it said."""
    data = ListingData(
        partner_id=listing.partner_id, kind=listing.kind, title="", text="", language="nb"
    )
    return CLOSED[listing.kind].model_validate(
        {
            "subject": listing.id,
            "region": listing.region,
            "version": listing.version,
            "data": data,
        }
    )
