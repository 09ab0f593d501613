"""Ask to become a partner, and be answered."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from services.registry.actions.invitations import invite
from services.registry.actions.partners import change_partner, register_partner
from services.registry.domain.applications import (
    Application,
    ApplicationRecord,
    contact_with,
    resembling,
)
from services.registry.domain.errors import RegionNotFound, RegionUnknown
from services.registry.domain.partners import Partner
from services.registry.domain.people import email_key
from services.registry.storage.database import Database
from shared.access.errors import TooManyTries
from shared.access.limits import Limit

BY_NETWORK = Limit(what="applications by a network", most=10, within=timedelta(hours=1))
BY_ADDRESS = Limit(what="applications by an address", most=5, within=timedelta(days=1))


async def apply(database: Database, record: ApplicationRecord, *, network: str) -> None:
    """Nothing tells whether the organisation or the address is known already.

    Raises:
        TooManyTries: from this network, or for this address.
        RegionUnknown
    """
    async with database.everywhere() as tx:
        few = await tx.limits.allows(BY_NETWORK, network)
        few &= await tx.limits.allows(BY_ADDRESS, email_key(record.contact_email))
    if not few:
        raise TooManyTries
    async with database.everywhere() as tx:
        try:
            await tx.regions.get(record.region)
        except RegionNotFound as error:
            raise RegionUnknown from error
        await tx.applications.add(record)


async def waiting_applications(
    database: Database, *, regions: Sequence[str] | None
) -> list[tuple[Application, list[Partner]]]:
    """Each with the partners that it may be a repetition of."""
    async with database.transaction() as tx:
        applications = await tx.applications.find(regions=regions)
        partners = await tx.partners.find(regions=regions) if applications else []
    return [
        (one, resembling(one, [other for other in partners if other.region == one.region]))
        for one in applications
    ]


async def approve_application(database: Database, application_id: UUID, *, by: str) -> Partner:
    """A partner with its contact comes to be, and the contact is invited.

    Raises:
        ApplicationUnknown: it has been answered.
        PartnerNameTaken, OrgnrTaken: the organisation is a partner already.
    """
    async with database.one_transaction() as tx:
        application = await tx.applications.lock(application_id)
        partner = await register_partner(database, application.partner)
        contact = contact_with(partner, application.contact_email)
        await invite(tx, partner, contact, by=by, had_applied=True)
        await tx.applications.drop(application_id)
    return partner


async def approve_as_contact(
    database: Database, application_id: UUID, partner_id: UUID, *, by: str
) -> Partner:
    """The organisation is there already: who applied becomes one of its contacts.

    Raises:
        ApplicationUnknown: it has been answered.
        PartnerUnknown: it is not there, or in another region.
    """
    async with database.one_transaction() as tx:
        application = await tx.applications.lock(application_id)
        earlier = await tx.partners.lock(partner_id)
        record = earlier.record_with(application.contact)
        partner = await change_partner(database, partner_id, record)
        contact = contact_with(partner, application.contact_email)
        await invite(tx, partner, contact, by=by, had_applied=True)
        await tx.applications.drop(application_id)
    return partner


async def decline_application(database: Database, application_id: UUID) -> Application:
    """Forget it; returned once, for who declines to write to them. Raises ApplicationUnknown."""
    async with database.transaction() as tx:
        application = await tx.applications.lock(application_id)
        await tx.applications.drop(application_id)
    return application
