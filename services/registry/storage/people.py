"""Coordinators and admins in PostgreSQL."""

from uuid import UUID

import asyncpg
from uuid6 import uuid7

from services.registry.domain.errors import (
    AdminKnown,
    CoordinatorKnown,
    CoordinatorUnknown,
    RegionNotFound,
)
from services.registry.domain.people import Person, PersonRecord, email_key
from services.registry.domain.records import Language
from shared.storage.pool import Connection

FIND = """
    SELECT p.id, p.name, p.email, p.language, p.version, a.person_id IS NOT NULL AS is_admin,
           ARRAY(SELECT region FROM coordinators c WHERE c.person_id = p.id ORDER BY region)
               AS regions
      FROM people p
      LEFT JOIN admins a ON a.person_id = p.id
     WHERE ($1::uuid IS NULL OR p.id = $1)
       AND ($2::text IS NULL
            OR EXISTS (SELECT FROM coordinators c WHERE c.person_id = p.id AND c.region = $2))
       AND (NOT $3 OR a.person_id IS NOT NULL)
       AND (NOT $4 OR p.told_version < p.version)
     ORDER BY p.name, p.id
"""
# Somebody who is known already keeps the name and language of their own choice.
ENSURE = """
    INSERT INTO people AS p (id, name, email, email_key, language) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (email_key) DO UPDATE SET email_key = p.email_key
    RETURNING id
"""
ADD_COORDINATOR = "INSERT INTO coordinators (region, person_id) VALUES ($1, $2)"
DROP_COORDINATOR = "DELETE FROM coordinators WHERE region = $1 AND person_id = $2"
ADD_ADMIN = "INSERT INTO admins (person_id) VALUES ($1)"
DROP_ADMIN = "DELETE FROM admins WHERE person_id = $1"
DROP_WITHOUT_OFFICE = """
    WITH erased AS (
        DELETE FROM people p
         WHERE p.id = $1
           AND NOT EXISTS (SELECT FROM coordinators WHERE person_id = p.id)
           AND NOT EXISTS (SELECT FROM admins WHERE person_id = p.id)
        RETURNING id, version),
    remembered AS (
        INSERT INTO erased_people (id, version) SELECT id, version FROM erased
        ON CONFLICT (id) DO UPDATE SET version = excluded.version)
    INSERT INTO tombstones (kind, hash) SELECT 'person', tombstone('person', id) FROM erased
    ON CONFLICT DO NOTHING
"""
# What is told of the person from now on is newer than what was told before.
RENEW = "UPDATE people SET version = version + 1, told_version = version + 1 WHERE id = $1"
TOLD = "UPDATE people SET told_version = version WHERE id = $1"
ERASED = "SELECT id, version FROM erased_people ORDER BY id"
DROP_OFFICES = """
    WITH coordinated AS (DELETE FROM coordinators WHERE person_id = $1)
    DELETE FROM admins WHERE person_id = $1
"""
TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtext('koblingsboks people'))"
ANYBODY = "SELECT EXISTS (SELECT FROM people)"


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take_turns(self) -> None:
        """Until the transaction ends nobody else changes who is coordinator or admin."""
        await self._connection.execute(TAKE_TURNS)

    async def anybody(self) -> bool:
        return bool(await self._connection.fetchval(ANYBODY))

    async def ensure(self, record: PersonRecord, *, language: Language) -> UUID:
        """The person with this address, added where there is none."""
        person_id: UUID = await self._connection.fetchval(
            ENSURE,
            uuid7(),
            record.name,
            record.email,
            email_key(record.email),
            record.language or language,
        )
        return person_id

    async def get(self, person_id: UUID) -> Person | None:
        return next(iter(await self._find(person_id=person_id)), None)

    async def all(self) -> list[Person]:
        return await self._find()

    async def untold(self) -> list[Person]:
        """Of whom those who write letters have not heard the last."""
        return await self._find(only_untold=True)

    async def renew(self, person_id: UUID) -> Person | None:
        """The person as changed a moment ago, with a version of its own that is to be told."""
        await self._connection.execute(RENEW, person_id)
        return await self.get(person_id)

    async def told(self, person_id: UUID) -> None:
        await self._connection.execute(TOLD, person_id)

    async def erased(self) -> list[tuple[UUID, int]]:
        """Who is to be forgotten, with the version in which they were told so."""
        return [(row["id"], row["version"]) for row in await self._connection.fetch(ERASED)]

    async def coordinators(self, region: str) -> list[Person]:
        return await self._find(region=region)

    async def admins(self) -> list[Person]:
        return await self._find(only_admins=True)

    async def add_coordinator(self, region: str, person_id: UUID) -> None:
        """Raises RegionNotFound or CoordinatorKnown."""
        try:
            await self._connection.execute(ADD_COORDINATOR, region, person_id)
        except asyncpg.ForeignKeyViolationError as error:
            raise RegionNotFound from error
        except asyncpg.UniqueViolationError as error:
            raise CoordinatorKnown from error

    async def drop_coordinator(self, region: str, person_id: UUID) -> None:
        """Raises CoordinatorUnknown."""
        if await self._connection.execute(DROP_COORDINATOR, region, person_id) == "DELETE 0":
            raise CoordinatorUnknown

    async def add_admin(self, person_id: UUID) -> None:
        """Raises AdminKnown."""
        try:
            await self._connection.execute(ADD_ADMIN, person_id)
        except asyncpg.UniqueViolationError as error:
            raise AdminKnown from error

    async def drop_admin(self, person_id: UUID) -> bool:
        return await self._connection.execute(DROP_ADMIN, person_id) == "DELETE 1"

    async def drop_offices(self, person_id: UUID) -> None:
        """Whatever the person was, the last admin too."""
        await self._connection.execute(DROP_OFFICES, person_id)

    async def forget_without_office(self, person_id: UUID) -> None:
        await self._connection.execute(DROP_WITHOUT_OFFICE, person_id)

    async def _find(
        self,
        *,
        person_id: UUID | None = None,
        region: str | None = None,
        only_admins: bool = False,
        only_untold: bool = False,
    ) -> list[Person]:
        rows = await self._connection.fetch(FIND, person_id, region, only_admins, only_untold)
        return [Person(**{**dict(row), "regions": tuple(row["regions"])}) for row in rows]
