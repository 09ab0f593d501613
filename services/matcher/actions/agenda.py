"""Puts things on the agenda of a region's next meeting, and ticks them off."""

from uuid import UUID

from services.matcher.actions.searching import reached_one
from services.matcher.domain.errors import ItemNotFound
from services.matcher.storage.database import Database
from shared.access.principal import Principal


async def put_item_on_agenda(database: Database, item_id: UUID, *, by: Principal) -> None:
    """Raises ItemNotFound."""
    async with database.transaction() as tx:
        half = await reached_one(tx, item_id, by=by)
        await tx.agenda.put(half.partner.id, item_id=item_id, actor=by.actor, name=by.name)


async def put_partner_on_agenda(database: Database, partner_id: UUID, *, by: Principal) -> None:
    """Raises ItemNotFound."""
    async with database.transaction() as tx:
        partner = await tx.partners.get(partner_id)
        if not partner or not by.decides or not by.sees_region(partner.region):
            raise ItemNotFound
        await tx.agenda.put(partner_id, item_id=None, actor=by.actor, name=by.name)


async def tick_off(database: Database, point_id: UUID, *, by: Principal, done: bool) -> None:
    """Raises ItemNotFound."""
    async with database.transaction() as tx:
        region = await tx.agenda.region_of(point_id)
        if not region or not by.decides or not by.sees_region(region):
            raise ItemNotFound
        await tx.agenda.tick(point_id, done=done, name=by.name)
