"""One partner, for those who decide for its region."""

from uuid import UUID

from services.registry.domain.errors import PartnerUnknown
from services.registry.domain.partners import Partner
from services.registry.pages.region.desk import RegionDesk
from shared.access.errors import NotAllowed
from shared.access.principal import Principal


async def reached(desk: RegionDesk, principal: Principal, partner_id: UUID) -> Partner:
    """Raises PartnerUnknown, also for one out of reach."""
    async with desk.database.transaction() as tx:
        partner = await tx.partners.get(partner_id)
    try:
        principal.check_region(partner.region)
    except NotAllowed as error:
        raise PartnerUnknown from error
    return partner


async def check_contact(
    desk: RegionDesk, principal: Principal, partner_id: UUID, contact_id: UUID
) -> None:
    """Raises PartnerUnknown unless it is a contact of this partner."""
    partner = await reached(desk, principal, partner_id)
    if contact_id not in {contact.id for contact in partner.contacts}:
        raise PartnerUnknown
