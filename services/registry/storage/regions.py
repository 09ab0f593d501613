"""Regions in PostgreSQL."""

from dataclasses import asdict, fields
from typing import Any

import asyncpg

from services.registry.domain.errors import RegionNotFound, RegionSlugTaken
from services.registry.domain.regions import Region
from shared.storage.pool import Connection

ADD = """
    INSERT INTO regions (id, slug, name, network_name, host, coordinator_name, sender_address,
                         language, languages, reply_to, asks_first, proposes_time,
                         introductions_a_month, open_introductions, reminder_days,
                         pauses_in_july, keeps_quiet_hours, threshold, open_suggestions,
                         bridging, crosses_regions, nobody_fits_days, nothing_got_months,
                         colour, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23, $24, $25, $26, $27)
"""
ADD_MISSING = ADD + "ON CONFLICT (slug) DO NOTHING"
CHANGE = """
    UPDATE regions
       SET name = $3, network_name = $4, host = $5, coordinator_name = $6, sender_address = $7,
           language = $8, languages = $9, reply_to = $10, asks_first = $11, proposes_time = $12,
           introductions_a_month = $13, open_introductions = $14, reminder_days = $15,
           pauses_in_july = $16, keeps_quiet_hours = $17, threshold = $18,
           open_suggestions = $19, bridging = $20, crosses_regions = $21,
           nobody_fits_days = $22, nothing_got_months = $23, colour = $24, version = $25,
           created_at = $26, updated_at = $27
     WHERE id = $1 AND slug = $2
"""
ALL = "SELECT * FROM regions ORDER BY slug"
BY_SLUG = "SELECT * FROM regions WHERE slug = $1"
LOCK = "SELECT FROM regions WHERE slug = $1 FOR UPDATE"
UNTOLD = "SELECT * FROM regions WHERE told_version < version ORDER BY slug FOR UPDATE"
TOLD = "UPDATE regions SET told_version = $2 WHERE id = $1"

COLUMNS = tuple(field.name for field in fields(Region))


class Regions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, region: Region) -> None:
        try:
            await self._connection.execute(ADD, *asdict(region).values())
        except asyncpg.UniqueViolationError as error:
            raise RegionSlugTaken from error

    async def add_missing(self, region: Region) -> None:
        await self._connection.execute(ADD_MISSING, *asdict(region).values())

    async def change(self, region: Region) -> None:
        await self._connection.execute(CHANGE, *asdict(region).values())

    async def all(self) -> list[Region]:
        return [_region(row) for row in await self._connection.fetch(ALL)]

    async def get(self, slug: str) -> Region:
        row = await self._connection.fetchrow(BY_SLUG, slug)
        if not row:
            raise RegionNotFound
        return _region(row)

    async def lock(self, slug: str) -> Region:
        """The region, ours to change until the transaction ends."""
        await self._connection.execute(LOCK, slug)
        return await self.get(slug)

    async def untold(self) -> list[Region]:
        """Those of which the others have not heard the last, ours until the transaction ends."""
        return [_region(row) for row in await self._connection.fetch(UNTOLD)]

    async def told(self, region: Region) -> None:
        await self._connection.execute(TOLD, region.id, region.version)


def _region(row: asyncpg.Record) -> Region:
    kept: dict[str, Any] = {name: row[name] for name in COLUMNS}
    kept["languages"] = tuple(kept["languages"])
    kept["reminder_days"] = tuple(kept["reminder_days"])
    return Region(**kept)
