"""Copies of the coordinators. News older than the copy is left alone."""

from uuid import UUID

from asyncpg import Record

from services.notifier.domain.address_book import Coordinator
from services.notifier.domain.addresses import address_hash
from shared.messaging.dead_letters import DeadLetters
from shared.storage.pool import Connection

KEEP = """
    INSERT INTO coordinators (id, regions, name, email, address_hash, language, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE
       SET regions = excluded.regions, name = excluded.name, email = excluded.email,
           address_hash = excluded.address_hash, language = excluded.language,
           version = excluded.version, erased = false
     WHERE coordinators.version < excluded.version
"""
FORGET = """
    INSERT INTO coordinators (id, version, erased) VALUES ($1, $2, true)
    ON CONFLICT (id) DO UPDATE
       SET regions = '{}', name = NULL, email = NULL, address_hash = NULL, language = NULL,
           version = excluded.version, erased = true
     WHERE coordinators.version < excluded.version
"""
REACHABLE = """
    SELECT id, regions, name, email, language
      FROM coordinators c
     WHERE NOT erased
       AND NOT EXISTS (SELECT FROM suppressions s WHERE s.address_hash = c.address_hash)
"""
BY_ID = REACHABLE + " AND id = $1"
OF_REGION = REACHABLE + " AND $1 = ANY (regions) ORDER BY id"


class Coordinators:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, coordinator: Coordinator, *, version: int) -> bool:
        """False for old news. One who was let go may come back."""
        status = await self._connection.execute(
            KEEP,
            coordinator.id,
            list(coordinator.regions),
            coordinator.name,
            coordinator.email,
            address_hash(coordinator.email),
            coordinator.language,
            version,
        )
        return status == "INSERT 0 1"

    async def forget(self, coordinator_id: UUID, *, version: int) -> None:
        await self._connection.execute(FORGET, coordinator_id, version)
        await DeadLetters(self._connection).forget_mentioning(coordinator_id)

    async def get(self, coordinator_id: UUID) -> Coordinator | None:
        """This coordinator, if they may be written to."""
        row = await self._connection.fetchrow(BY_ID, coordinator_id)
        return _coordinator(row) if row else None

    async def of_region(self, region: str) -> list[Coordinator]:
        """Those who may be written to."""
        return [_coordinator(row) for row in await self._connection.fetch(OF_REGION, region)]


def _coordinator(row: Record) -> Coordinator:
    return Coordinator(**{**dict(row), "regions": tuple(row["regions"])})
