"""The matcher's own copy of the partners."""

from collections.abc import Collection
from dataclasses import astuple
from uuid import UUID

from services.matcher.domain.partners import Partner
from shared.access.answers import Answers
from shared.messaging.dead_letters import DeadLetters
from shared.storage.pool import Connection

COLUMNS = """
    id, region, name, kind, sector, place, latitude, longitude, description, language, version,
    is_paused
"""
KEEP = f"""
    INSERT INTO partners ({COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (id) DO UPDATE
       SET region = excluded.region, name = excluded.name, kind = excluded.kind,
           sector = excluded.sector, place = excluded.place, latitude = excluded.latitude,
           longitude = excluded.longitude, description = excluded.description,
           language = excluded.language, version = excluded.version,
           is_paused = excluded.is_paused
     WHERE partners.version < excluded.version
"""  # noqa: S608 our own columns
BY_IDS = f"SELECT {COLUMNS} FROM partners WHERE id = ANY($1::uuid[])"  # noqa: S608
REMEMBER_ERASED = "INSERT INTO erased_partners (id) VALUES ($1) ON CONFLICT DO NOTHING"
IS_ERASED = "SELECT EXISTS (SELECT FROM erased_partners WHERE id = $1)"
# In this order: an approval under way is waited for, or its event would stay behind; what
# points at a row goes before the row. Letters not yet on their way are forgotten with the rest.
# What was decided about a group and not told yet is told without the one who is gone.
ERASE = """
    SELECT FROM suggestions WHERE $1 IN (seeker_partner_id, provider_partner_id) FOR UPDATE;
    UPDATE suggestions
       SET leaves_at = CASE WHEN status IN ('approved', 'rejected') AND id IN
               (SELECT subject FROM outbox WHERE published_at IS NULL) THEN now()
               ELSE leaves_at END,
           version = version + 1
     WHERE id IN (SELECT suggestion_id FROM suggestion_members WHERE partner_id = $1);
    DELETE FROM outbox WHERE subject IN
        (SELECT id FROM suggestions WHERE $1 IN (seeker_partner_id, provider_partner_id)
         UNION ALL SELECT id FROM questions WHERE partner_id = $1
         UNION ALL SELECT suggestion_id FROM suggestion_members WHERE partner_id = $1);
    DELETE FROM suggestion_members WHERE partner_id = $1;
    DELETE FROM questions WHERE partner_id = $1;
    DELETE FROM agenda WHERE partner_id = $1;
    DELETE FROM suggestions WHERE $1 IN (seeker_partner_id, provider_partner_id);
    DELETE FROM introductions WHERE $1 IN (seeker_partner_id, provider_partner_id);
    DELETE FROM items WHERE partner_id = $1;
    DELETE FROM vectors WHERE partner_id = $1;
    DELETE FROM partners WHERE id = $1
"""


class Partners:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, partner: Partner) -> bool:
        """False for old news, which changes nothing."""
        return await self._connection.execute(KEEP, *astuple(partner)) == "INSERT 0 1"

    async def get(self, partner_id: UUID) -> Partner | None:
        return (await self.by_ids([partner_id])).get(partner_id)

    async def by_ids(self, ids: Collection[UUID]) -> dict[UUID, Partner]:
        rows = await self._connection.fetch(BY_IDS, list(ids))
        return {row["id"]: Partner(**dict(row)) for row in rows}

    async def description(self, partner_id: UUID) -> str:
        partner = await self.get(partner_id)
        return partner.description if partner else ""

    async def erase(self, partner_id: UUID) -> None:
        """Forget everything of the partner, and that it shared with others."""
        await self._connection.execute(REMEMBER_ERASED, partner_id)
        for statement in ERASE.split(";"):
            await self._connection.execute(statement, partner_id)
        await DeadLetters(self._connection).forget_mentioning(partner_id)
        await Answers(self._connection).empty_mentioning(partner_id)

    async def is_erased(self, partner_id: UUID) -> bool:
        return bool(await self._connection.fetchval(IS_ERASED, partner_id))
