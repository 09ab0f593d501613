"""Regions in PostgreSQL."""

from dataclasses import asdict

import asyncpg

from services.registry.domain.errors import RegionNotFound, RegionSlugTaken
from services.registry.domain.regions import Region
from shared.storage.pool import Connection

ADD = """
    INSERT INTO regions (id, slug, name, network_name, host, coordinator_name, sender_address,
                         language, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
ADD_MISSING = ADD + "ON CONFLICT (slug) DO NOTHING"
CHANGE = """
    UPDATE regions
       SET name = $2, network_name = $3, host = $4, coordinator_name = $5, sender_address = $6,
           language = $7, version = $8, updated_at = $9
     WHERE id = $1
"""
ALL = """
    SELECT id, slug, name, network_name, host, coordinator_name, sender_address, language,
           version, created_at, updated_at
      FROM regions
     ORDER BY slug
"""
BY_SLUG = """
    SELECT id, slug, name, network_name, host, coordinator_name, sender_address, language,
           version, created_at, updated_at
      FROM regions
     WHERE slug = $1
"""
LOCK = "SELECT FROM regions WHERE slug = $1 FOR UPDATE"


class Regions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, region: Region) -> None:
        try:
            await self._connection.execute(ADD, *asdict(region).values())
        except asyncpg.UniqueViolationError as error:
            raise RegionSlugTaken from error

    async def add_missing(self, region: Region) -> bool:
        """False when the slug is there already."""
        done = await self._connection.execute(ADD_MISSING, *asdict(region).values())
        return done == "INSERT 0 1"

    async def change(self, region: Region) -> None:
        await self._connection.execute(
            CHANGE,
            region.id,
            region.name,
            region.network_name,
            region.host,
            region.coordinator_name,
            region.sender_address,
            region.language,
            region.version,
            region.updated_at,
        )

    async def all(self) -> list[Region]:
        return [Region(**row) for row in await self._connection.fetch(ALL)]

    async def get(self, slug: str) -> Region:
        row = await self._connection.fetchrow(BY_SLUG, slug)
        if not row:
            raise RegionNotFound
        return Region(**row)

    async def lock(self, slug: str) -> Region:
        """The region, ours to change until the transaction ends."""
        await self._connection.execute(LOCK, slug)
        return await self.get(slug)
