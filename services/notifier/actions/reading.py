"""What pages show beside an introduction."""

from collections.abc import Mapping
from uuid import UUID

from services.notifier.domain.address_book import Contact, Region
from services.notifier.domain.views import View
from services.notifier.storage.database import Database
from shared.access.principal import Principal


async def region_of(database: Database, slug: str) -> Region | None:
    async with database.transaction() as tx:
        return await tx.address_book.region(slug)


async def own_region(database: Database, principal: Principal) -> Region | None:
    """Of one who has no more than one."""
    seen = principal.regions
    return await region_of(database, seen[0]) if len(seen) == 1 else None


async def names_of(database: Database, view: View) -> Mapping[UUID, Contact]:
    """By partner: whom one talks to there, where this one may know it."""
    async with database.transaction() as tx:
        contacts = [
            await tx.address_book.reachable(partner_id)
            for partner_id in view.known.introduction.partner_ids
            if view.names(partner_id)
        ]
    return {contact.partner_id: contact for contact in contacts if contact}
