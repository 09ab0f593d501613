"""Drafts of listings in PostgreSQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg

from services.registry.domain.drafts import WRITTEN_FIELDS, Draft, Written
from shared.storage.pool import Connection

# Nobody saves over what another partner is writing.
SAVE = """
    INSERT INTO drafts AS d (id, partner_id, kind, title, text, place, expires_on, asked, answer)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO UPDATE
       SET kind = $3, title = $4, text = $5, place = $6, expires_on = $7, asked = $8, answer = $9,
           saved_at = now()
     WHERE d.partner_id = $2
    RETURNING saved_at
"""
FIND = """
    SELECT id, partner_id, kind, title, text, place, expires_on, asked, answer, saved_at
      FROM drafts
     WHERE partner_id = $1 AND ($2::uuid IS NULL OR id = $2)
     ORDER BY saved_at DESC, id
"""
DROP = "DELETE FROM drafts WHERE id = $1 AND partner_id = $2"
COUNT = "SELECT count(*) FROM drafts WHERE partner_id = $1"


class Drafts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def save(self, draft: Draft) -> datetime | None:
        """When; None for the id of somebody else's."""
        written = asdict(draft.written)
        columns = [written[name] for name in WRITTEN_FIELDS]
        try:
            saved = await self._connection.fetchval(SAVE, draft.id, draft.partner_id, *columns)
        except (asyncpg.UniqueViolationError, asyncpg.InsufficientPrivilegeError):
            return None  # of a region out of sight
        return cast("datetime | None", saved)

    async def of_partner(self, partner_id: UUID) -> list[Draft]:
        """The last saved first."""
        return [_draft(dict(row)) for row in await self._connection.fetch(FIND, partner_id, None)]

    async def count(self, partner_id: UUID) -> int:
        return int(await self._connection.fetchval(COUNT, partner_id))

    async def get(self, draft_id: UUID, *, partner_id: UUID) -> Draft | None:
        row = await self._connection.fetchrow(FIND, partner_id, draft_id)
        return _draft(dict(row)) if row else None

    async def drop(self, draft_id: UUID, *, partner_id: UUID) -> bool:
        """False when the partner has no such draft."""
        return await self._connection.execute(DROP, draft_id, partner_id) == "DELETE 1"


def _draft(columns: dict[str, Any]) -> Draft:
    own = {name: columns.pop(name) for name in WRITTEN_FIELDS}
    return Draft(**columns, written=Written(**own))
