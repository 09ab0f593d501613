"""What of the registry somebody may see and change.

Admins reach everything, coordinators their regions, partners themselves. What is out of reach
is as good as not there: one may not even learn that it exists. What one sees, one may change.
"""

from dataclasses import dataclass
from uuid import UUID

from services.registry.domain.contacts import Contact
from services.registry.domain.errors import (
    ContactUnknown,
    ListingUnknown,
    PartnerUnknown,
    RegionNotFound,
    RegionUnknown,
)
from services.registry.domain.listings import Listing
from services.registry.domain.partners import Partner
from services.registry.storage.database import Database
from shared.access.errors import NotAllowed
from shared.access.principal import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a list may hold: `regions` None stands for all, `partner_id` None for everybody."""

    regions: list[str] | None
    partner_id: UUID | None


async def check_region(database: Database, principal: Principal, slug: str) -> None:
    """Raises RegionUnknown, or NotAllowed for a region somebody else decides for."""
    async with database.transaction() as tx:
        try:
            await tx.regions.get(slug)
        except RegionNotFound as error:
            raise RegionUnknown from error
    principal.check_region(slug)


async def reach_of(database: Database, principal: Principal, *, region: str | None) -> Reach:
    """Raises as `check_region` does when one region is asked for."""
    if not principal.decides:
        return Reach(regions=[region] if region else None, partner_id=principal.partner_id)
    if region:
        await check_region(database, principal, region)
        return Reach(regions=[region], partner_id=None)
    seen = principal.regions_seen()
    return Reach(regions=None if seen is None else list(seen), partner_id=None)


async def reached_partner(database: Database, principal: Principal, partner_id: UUID) -> Partner:
    """Raises PartnerUnknown."""
    async with database.transaction() as tx:
        partner = await tx.partners.get(partner_id)
    try:
        principal.check_partner(partner.id, partner.region)
    except NotAllowed as error:
        raise PartnerUnknown from error
    return partner


async def reached_contact(
    database: Database, principal: Principal, contact_id: UUID
) -> tuple[Partner, Contact]:
    """The contact, and the partner it belongs to. Raises ContactUnknown."""
    async with database.transaction() as tx:
        partner = await tx.partners.of_contact(contact_id)
    try:
        principal.check_partner(partner.id, partner.region)
    except NotAllowed as error:
        raise ContactUnknown from error
    return partner, next(one for one in partner.contacts if one.id == contact_id)


async def reached_listing(database: Database, principal: Principal, listing_id: UUID) -> Listing:
    """Raises ListingUnknown."""
    async with database.transaction() as tx:
        listing = await tx.listings.get(listing_id)
    try:
        principal.check_partner(listing.partner_id, listing.region)
    except NotAllowed as error:
        raise ListingUnknown from error
    return listing
