"""Tell everything once more, for readers that have lost what they were told."""

from collections.abc import AsyncIterator

from services.registry.domain.facts import (
    contact_erased,
    contact_updated,
    coordinator_forgotten,
    coordinator_updated,
    listing_deleted,
    listing_state,
    partner_erased,
    profile_published,
    region_configured,
    region_updated,
)
from services.registry.storage.database import Database, Transaction
from shared.events.base import Event


async def republish(database: Database) -> int:
    """The current state of everything into the outbox; returns the number of events."""
    count = 0
    async with database.transaction() as tx:
        async for event in _everything(tx):
            await tx.outbox.add(event)
            count += 1
    return count


async def _everything(tx: Transaction) -> AsyncIterator[Event]:
    for region in await tx.regions.all():
        yield region_updated(region)
        yield region_configured(region)
    for person in await tx.people.all():
        yield coordinator_updated(person)
    for partner in await tx.partners.find():
        yield profile_published(partner)
        for contact in partner.contacts:
            yield contact_updated(contact, partner=partner)
    for listing in await tx.listings.find():
        yield listing_state(listing)
    for deleted in await tx.listings.deleted():
        yield listing_deleted(deleted)
    for gone in await tx.erasures.contacts():
        yield contact_erased(
            gone.id, partner_id=gone.partner_id, region=gone.region, version=gone.version
        )
    for person_id, version in await tx.people.erased():
        yield coordinator_forgotten(person_id, version=version)
    for erased in await tx.erasures.all():
        yield partner_erased(erased.id, region=erased.region, version=erased.version)
