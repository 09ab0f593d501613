"""Introductions, and how far each has come."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.notifier.domain.introductions import Introduction
from services.notifier.domain.text import all_storable
from shared.events.introductions import IntroductionState
from shared.events.suggestions import SuggestionData
from shared.storage.pool import Connection

ADD = """
    INSERT INTO introductions (id, region, seeker_partner_id, provider_partner_id, suggestion)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO NOTHING
    RETURNING id, region, suggestion, state, version, created_at, updated_at
"""
BY_ID = """
    SELECT id, region, suggestion, state, version, created_at, updated_at
      FROM introductions
     WHERE id = $1
"""
LOCKED = BY_ID + " FOR UPDATE"
PAGE = """
    SELECT id, region, suggestion, state, version, created_at, updated_at
      FROM introductions
     WHERE ($1::text[] IS NULL OR region = ANY($1))
       AND ($2::uuid IS NULL OR $2 IN (seeker_partner_id, provider_partner_id))
       AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
     ORDER BY created_at DESC, id DESC
     LIMIT $5
"""
# In the order of ids, so that two who lock many wait for each other instead of for ever.
WITH_PARTNER = """
    SELECT id FROM introductions
     WHERE $1 IN (seeker_partner_id, provider_partner_id)
     ORDER BY id
"""
WAITING = """
    SELECT i.id
      FROM introductions i
     WHERE ($1::uuid IS NULL OR $1 IN (i.seeker_partner_id, i.provider_partner_id))
       AND ($2::text IS NULL OR i.region = $2)
       AND EXISTS (SELECT FROM letters l WHERE l.introduction_id = i.id AND l.state = 'waiting')
     ORDER BY i.id
"""
ALL_IDS = "SELECT id FROM introductions WHERE id > $1 ORDER BY id LIMIT $2"
ADVANCE = """
    UPDATE introductions SET state = $2, version = version + 1, updated_at = now()
     WHERE id = $1
    RETURNING id, region, suggestion, state, version, created_at, updated_at
"""
REWRITE = "UPDATE introductions SET suggestion = $2 WHERE id = $1"


class Introductions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self, introduction_id: UUID, *, region: str, suggestion: SuggestionData
    ) -> Introduction | None:
        """None when the suggestion has been introduced already."""
        row = await self._connection.fetchrow(
            ADD,
            introduction_id,
            region,
            suggestion.seeker.partner_id,
            suggestion.provider.partner_id,
            _plain_json(suggestion),
        )
        return _introduction(row) if row else None

    async def get(self, introduction_id: UUID) -> Introduction | None:
        row = await self._connection.fetchrow(BY_ID, introduction_id)
        return _introduction(row) if row else None

    async def locked(self, introduction_id: UUID) -> Introduction | None:
        """Ours alone until the transaction ends."""
        row = await self._connection.fetchrow(LOCKED, introduction_id)
        return _introduction(row) if row else None

    async def page(
        self,
        *,
        regions: Sequence[str] | None,
        partner_id: UUID | None,
        before: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[Introduction]:
        """Newest first; `regions` None stands for all of them."""
        created_at, introduction_id = before or (None, None)
        rows = await self._connection.fetch(
            PAGE, regions, partner_id, created_at, introduction_id, limit
        )
        return [_introduction(row) for row in rows]

    async def with_partner(self, partner_id: UUID) -> list[UUID]:
        return _ids(await self._connection.fetch(WITH_PARTNER, partner_id))

    async def waiting(
        self, *, partner_id: UUID | None = None, region: str | None = None
    ) -> list[UUID]:
        """Those with a letter that has not left, of a partner or in a region."""
        return _ids(await self._connection.fetch(WAITING, partner_id, region))

    async def ids_after(self, introduction_id: UUID, *, limit: int) -> list[UUID]:
        return _ids(await self._connection.fetch(ALL_IDS, introduction_id, limit))

    async def advance(self, introduction_id: UUID, state: IntroductionState) -> Introduction:
        """A new version in `state`."""
        row = await self._connection.fetchrow(ADVANCE, introduction_id, state)
        assert row is not None, "whoever advances an introduction has locked it"
        return _introduction(row)

    async def rewrite(self, introduction_id: UUID, suggestion: SuggestionData) -> None:
        await self._connection.execute(REWRITE, introduction_id, _plain_json(suggestion))


def _plain_json(suggestion: SuggestionData) -> str:
    return SuggestionData(**all_storable(suggestion.model_dump())).model_dump_json()


def _introduction(row: Record) -> Introduction:
    suggestion = SuggestionData.model_validate_json(row["suggestion"])
    return Introduction(**{**dict(row), "suggestion": suggestion})


def _ids(rows: Sequence[Record]) -> list[UUID]:
    return [row["id"] for row in rows]
