"""Listings and capabilities, and which texts stand for them."""

from collections.abc import Collection, Sequence
from dataclasses import astuple
from uuid import UUID

from services.matcher.domain.items import Item
from services.matcher.domain.texts import SpokenText
from shared.storage.pool import Connection

COLUMNS = """
    id, partner_id, region, kind, title, text, language, place, latitude, longitude, expires_on,
    version, status
"""
KEEP = f"""
    INSERT INTO items ({COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (id) DO UPDATE
       SET region = excluded.region, title = excluded.title, text = excluded.text,
           language = excluded.language, place = excluded.place, latitude = excluded.latitude,
           longitude = excluded.longitude, expires_on = excluded.expires_on,
           version = excluded.version, status = excluded.status
     WHERE items.version < excluded.version AND items.partner_id = excluded.partner_id
"""  # noqa: S608 our own columns
BY_IDS = f"SELECT {COLUMNS} FROM items WHERE id = ANY($1::uuid[])"  # noqa: S608
IN_FORCE = "(expires_on IS NULL OR expires_on >= (now() AT TIME ZONE 'Europe/Oslo')::date)"
OPEN_OF_PARTNER = f"""
    SELECT {COLUMNS} FROM items WHERE partner_id = $1 AND status = 'open' AND {IN_FORCE}
     ORDER BY id
"""  # noqa: S608
OPEN_BY_ID = f"""
    SELECT {COLUMNS} FROM items WHERE id = $1 AND status = 'open' AND {IN_FORCE}
"""  # noqa: S608
LEFT_OUT = """
    UPDATE items SET status = 'closed', version = $2
     WHERE partner_id = $1 AND kind = 'capability' AND status = 'open' AND id <> ALL($3::uuid[])
       AND version < $2
    RETURNING id
"""
DROP_TEXTS = "DELETE FROM item_texts WHERE item_id = $1"
SET_TEXT = "INSERT INTO item_texts (item_id, side, role, text_hash) VALUES ($1, $2, $3, $4)"
TEXTS = "SELECT side, text_hash FROM item_texts WHERE item_id = $1"
# The next to be embedded by a model: open, and without some vector of it.
WITHOUT_VECTOR = f"""
    SELECT {COLUMNS} FROM items
     WHERE status = 'open' AND {IN_FORCE} AND EXISTS (
           SELECT FROM item_texts
            WHERE item_id = items.id AND NOT EXISTS (
                  SELECT FROM vectors
                   WHERE vectors.text_hash = item_texts.text_hash
                     AND vectors.role = item_texts.role
                     AND vectors.partner_id = items.partner_id
                     AND vectors.model = $1))
     ORDER BY id LIMIT $2
"""  # noqa: S608

NEWEST_SEEKING = f"""
    SELECT {COLUMNS} FROM items
     WHERE region = $1 AND kind IN ('need', 'idea') AND status = 'open' AND {IN_FORCE}
     ORDER BY known_since DESC, id LIMIT $2
"""  # noqa: S608
TO_LOOK_AT_AGAIN = f"""
    SELECT {COLUMNS} FROM items
     WHERE look_again_since IS NOT NULL ORDER BY look_again_since, id LIMIT $1
"""  # noqa: S608
LOOKED_AT = "UPDATE items SET look_again_since = NULL WHERE id = $1"


class Items:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, item: Item) -> bool:
        """False for old news, which changes nothing."""
        return await self._connection.execute(KEEP, *astuple(item)) == "INSERT 0 1"

    async def get(self, item_id: UUID) -> Item | None:
        return (await self.by_ids([item_id])).get(item_id)

    async def get_open(self, item_id: UUID) -> Item | None:
        row = await self._connection.fetchrow(OPEN_BY_ID, item_id)
        return Item(**dict(row)) if row else None

    async def by_ids(self, ids: Collection[UUID]) -> dict[UUID, Item]:
        rows = await self._connection.fetch(BY_IDS, list(ids))
        return {row["id"]: Item(**dict(row)) for row in rows}

    async def open_of_partner(self, partner_id: UUID) -> list[Item]:
        rows = await self._connection.fetch(OPEN_OF_PARTNER, partner_id)
        return [Item(**dict(row)) for row in rows]

    async def close_capabilities_but(
        self, kept: Collection[UUID], *, partner_id: UUID, version: int
    ) -> list[UUID]:
        """Close those the profile no longer has; returns them."""
        rows = await self._connection.fetch(LEFT_OUT, partner_id, version, list(kept))
        return [row["id"] for row in rows]

    async def set_texts(self, item_id: UUID, texts: Sequence[SpokenText]) -> None:
        await self._connection.execute(DROP_TEXTS, item_id)
        rows = [(item_id, said.name, said.role, said.text_hash) for said in texts]
        await self._connection.executemany(SET_TEXT, rows)

    async def has_texts(self, item_id: UUID, texts: Sequence[SpokenText]) -> bool:
        rows = await self._connection.fetch(TEXTS, item_id)
        known = {(row["side"], row["text_hash"]) for row in rows}
        return known == {(said.name, said.text_hash) for said in texts}

    async def without_vector(self, *, model: str, limit: int) -> list[Item]:
        rows = await self._connection.fetch(WITHOUT_VECTOR, model, limit)
        return [Item(**dict(row)) for row in rows]

    async def newest_seeking(self, region: str, *, limit: int) -> list[Item]:
        """Open needs and ideas, those we know of for the shortest time first."""
        rows = await self._connection.fetch(NEWEST_SEEKING, region, limit)
        return [Item(**dict(row)) for row in rows]

    async def to_look_at_again(self, *, limit: int) -> list[Item]:
        rows = await self._connection.fetch(TO_LOOK_AT_AGAIN, limit)
        return [Item(**dict(row)) for row in rows]

    async def looked_at(self, item_id: UUID) -> None:
        await self._connection.execute(LOOKED_AT, item_id)
