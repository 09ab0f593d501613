"""Applications in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.applications import KEPT_DAYS, Application, ApplicationRecord
from services.registry.domain.errors import ApplicationUnknown
from services.registry.domain.people import email_key
from services.registry.storage.partner_rows import name_key
from shared.storage.pool import Connection

MOST_WAITING = 200  #: in one region

# The same one sent twice is one; a flood stops where nobody could read it any more.
ADD = """
    INSERT INTO applications (id, region, organisation, organisation_key, kind, orgnr, place,
                              description, contact_name, contact_email, contact_email_key,
                              language)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
     WHERE (SELECT count(*) FROM applications WHERE region = $2) < $13
    ON CONFLICT ON CONSTRAINT application_is_made_once DO NOTHING
"""
FIND = """
    SELECT id, region, organisation, kind, orgnr, place, description, contact_name,
           contact_email, language, applied_at
      FROM applications
     WHERE ($1::text[] IS NULL OR region = ANY($1)) AND ($2::uuid IS NULL OR id = $2)
     ORDER BY applied_at, id
"""
COUNT = "SELECT count(*) FROM applications WHERE $1::text[] IS NULL OR region = ANY($1)"
LOCK = "SELECT FROM applications WHERE id = $1 FOR UPDATE"
DROP = "DELETE FROM applications WHERE id = $1"
SWEEP = "DELETE FROM applications WHERE applied_at < now() - make_interval(days => $1)"


class Applications:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, record: ApplicationRecord) -> None:
        await self._connection.execute(
            ADD,
            uuid7(),
            record.region,
            record.organisation,
            name_key(record.organisation),
            record.kind,
            record.orgnr,
            record.place,
            record.description,
            record.contact_name,
            record.contact_email,
            email_key(record.contact_email),
            record.language,
            MOST_WAITING,
        )

    async def find(self, *, regions: Sequence[str] | None) -> list[Application]:
        """The oldest first; `regions` None stands for all."""
        return [Application(**row) for row in await self._connection.fetch(FIND, regions, None)]

    async def count(self, *, regions: Sequence[str] | None) -> int:
        return int(await self._connection.fetchval(COUNT, regions))

    async def lock(self, application_id: UUID) -> Application:
        """Ours to answer until the transaction ends. Raises ApplicationUnknown."""
        await self._connection.execute(LOCK, application_id)
        row = await self._connection.fetchrow(FIND, None, application_id)
        if not row:
            raise ApplicationUnknown
        return Application(**row)

    async def drop(self, application_id: UUID) -> None:
        await self._connection.execute(DROP, application_id)

    async def sweep(self) -> None:
        """What nobody has answered for so long is forgotten."""
        await self._connection.execute(SWEEP, KEPT_DAYS)
