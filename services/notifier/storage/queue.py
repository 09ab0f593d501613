"""Copies of what waits for a decision. News older than the copy is left alone."""

from uuid import UUID

from services.notifier.domain.weeks import Queue
from shared.storage.pool import Connection

KEEP = """
    INSERT INTO queued_suggestions (id, region, partner_ids, score, title, is_waiting, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE
       SET score = excluded.score, title = excluded.title, is_waiting = excluded.is_waiting,
           version = excluded.version
     WHERE queued_suggestions.version < excluded.version
"""
OF_REGION = """
    SELECT count(*) AS waiting, count(*) FILTER (WHERE score >= $2) AS very_good,
           coalesce((array_agg(title ORDER BY score DESC NULLS LAST))[1], '') AS top
      FROM queued_suggestions
     WHERE region = $1 AND is_waiting
"""
FORGET_OF = "DELETE FROM queued_suggestions WHERE $1 = ANY(partner_ids)"


class QueueCopy:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(
        self,
        suggestion_id: UUID,
        *,
        region: str,
        partner_ids: list[UUID],
        score: float | None,
        title: str,
        is_waiting: bool,
        version: int,
    ) -> None:
        await self._connection.execute(
            KEEP, suggestion_id, region, partner_ids, score, title, is_waiting, version
        )

    async def of_region(self, region: str, *, very_good: float) -> Queue:
        row = await self._connection.fetchrow(OF_REGION, region, very_good)
        assert row is not None, "a count is always found"
        return Queue(**dict(row))

    async def forget_of(self, partner_id: UUID) -> None:
        await self._connection.execute(FORGET_OF, partner_id)
