"""The agendas of regions: what is to be talked about at the next meeting."""

from collections.abc import Sequence
from uuid import UUID

from uuid6 import uuid7

from services.matcher.domain.unmatched import Point
from services.matcher.storage.partners import Partners
from services.matcher.storage.search import Search
from shared.storage.pool import Connection

DONE_DAYS = 30  #: so long what is ticked off is still shown

PUT = """
    INSERT INTO agenda (id, region, partner_id, item_id, added_by, adder)
    SELECT $1, region, id, $3, $4, $5 FROM partners WHERE id = $2
    ON CONFLICT (partner_id, item_id) WHERE done_at IS NULL DO NOTHING
"""
TICK = """
    UPDATE agenda
       SET done_at = CASE WHEN $2 THEN now() END, doer = CASE WHEN $2 THEN $3 ELSE '' END
     WHERE id = $1 AND (done_at IS NULL) = $2
"""
REGION_OF = "SELECT region FROM agenda WHERE id = $1"
ALL = """
    SELECT id, region, partner_id, item_id, adder, added_at, done_at, doer FROM agenda
     WHERE ($1::text[] IS NULL OR region = ANY($1::text[]))
       AND (done_at IS NULL OR done_at > now() - make_interval(days => $2))
     ORDER BY done_at IS NOT NULL, region, added_at
"""


class Agenda:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put(self, partner_id: UUID, *, item_id: UUID | None, actor: str, name: str) -> None:
        """It stands there once."""
        await self._connection.execute(PUT, uuid7(), partner_id, item_id, actor, name)

    async def tick(self, point_id: UUID, *, done: bool, name: str) -> None:
        await self._connection.execute(TICK, point_id, done, name)

    async def region_of(self, point_id: UUID) -> str | None:
        region: str | None = await self._connection.fetchval(REGION_OF, point_id)
        return region

    async def points(self, *, regions: Sequence[str] | None) -> list[Point]:
        """What is still to be talked about, then what was lately; None stands for all regions."""
        rows = await self._connection.fetch(ALL, regions, DONE_DAYS)
        partners = await Partners(self._connection).by_ids({row["partner_id"] for row in rows})
        items = {row["item_id"] for row in rows if row["item_id"]}
        halves = {half.item.id: half for half in await Search(self._connection).halves(list(items))}
        return [
            Point(
                id=row["id"],
                region=row["region"],
                partner=partners[row["partner_id"]],
                half=halves.get(row["item_id"]),
                adder=row["adder"],
                added_at=row["added_at"],
                done_at=row["done_at"],
                doer=row["doer"],
            )
            for row in rows
            if row["partner_id"] in partners
        ]
