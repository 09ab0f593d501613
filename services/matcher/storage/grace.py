"""Decisions that are made and not yet told: until they are, they can be undone."""

from collections.abc import Collection
from uuid import UUID

from services.matcher.storage.decisions import IS_GONE
from shared.storage.pool import Connection

UNDECIDED = """
    decided_at = NULL, decided_by = NULL, decider = '', reason = NULL, leaves_at = NULL,
    snoozed_until = NULL, version = version + 1
"""
# What was written with a rejection stays among coordinators: it must not get into letters.
UNDO = f"""
    UPDATE suggestions
       SET status = 'proposed', note = CASE status WHEN 'rejected' THEN note_before ELSE note END,
           {UNDECIDED}
     WHERE id = $1 AND (leaves_at IS NOT NULL OR status = 'snoozed')
"""  # noqa: S608 our own columns
# A listing was closed or has expired meanwhile: nobody is to be introduced about it.
CANCEL = f"""
    UPDATE suggestions SET status = 'withdrawn', {UNDECIDED}
     WHERE leaves_at IS NOT NULL AND status = 'approved' AND {IS_GONE}
    RETURNING id
"""  # noqa: S608
BRING_SIBLINGS_BACK = f"""
    UPDATE suggestions
       SET status = 'proposed', gave_way_to = NULL, version = version + 1
     WHERE gave_way_to = ANY($1::uuid[]) AND status = 'withdrawn' AND NOT {IS_GONE}
"""  # noqa: S608
DUE = """
    SELECT id FROM suggestions WHERE leaves_at <= now() ORDER BY leaves_at LIMIT $1
       FOR UPDATE SKIP LOCKED
"""
LEAVING = """
    SELECT id FROM suggestions WHERE id = ANY($1::uuid[]) AND leaves_at IS NOT NULL
       FOR UPDATE
"""
RELEASE = "UPDATE suggestions SET leaves_at = NULL WHERE id = ANY($1::uuid[])"
OF_ACTOR = """
    SELECT id FROM suggestions WHERE leaves_at > now() AND decided_by = $1 ORDER BY decided_at
"""


class Grace:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def undo(self, suggestion_id: UUID) -> bool:
        """Back into the queue; False, with nothing changed, when there is nothing to undo."""
        if await self._connection.execute(UNDO, suggestion_id) != "UPDATE 1":
            return False
        await self._connection.execute(BRING_SIBLINGS_BACK, [suggestion_id])
        return True

    async def cancel_unfounded(self) -> None:
        """Take back approvals whose listings are gone."""
        gone = [row["id"] for row in await self._connection.fetch(CANCEL)]
        if gone:
            await self._connection.execute(BRING_SIBLINGS_BACK, gone)

    async def due(self, *, limit: int) -> list[UUID]:
        """Those whose grace is over, ours until the transaction ends."""
        return [row["id"] for row in await self._connection.fetch(DUE, limit)]

    async def leaving(self, ids: Collection[UUID]) -> list[UUID]:
        """Those of `ids` that are not told yet, ours until the transaction ends."""
        return [row["id"] for row in await self._connection.fetch(LEAVING, list(ids))]

    async def release(self, ids: Collection[UUID]) -> None:
        await self._connection.execute(RELEASE, list(ids))

    async def of_actor(self, actor: str) -> list[UUID]:
        """What this one decided and can still undo, in that order."""
        return [row["id"] for row in await self._connection.fetch(OF_ACTOR, actor)]
