"""Introductions, and how far each has come."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.notifier.domain.introductions import Introduction
from services.notifier.domain.text import all_storable
from services.notifier.domain.turns import Load, Turn
from shared.events.introductions import IntroductionState
from shared.events.suggestions import SuggestionData
from shared.storage.pool import Connection

COLUMNS = """
    id, region, suggestion, state, version, created_at, updated_at, asks_first, names_shown,
    sent_at, reminded_at, waits_for, expected_on
"""
PARTNERS = "array[seeker_partner_id, provider_partner_id] || other_partner_ids"
PARTNERS_OF_I = "array[i.seeker_partner_id, i.provider_partner_id] || i.other_partner_ids"
ADD = f"""
    INSERT INTO introductions (id, region, seeker_partner_id, provider_partner_id,
                               other_partner_ids, suggestion, asks_first, names_shown)
    VALUES ($1, $2, $3, $4, $5, $6, $7::boolean, $7 IS false)
    ON CONFLICT (id) DO NOTHING
    RETURNING {COLUMNS}
"""  # noqa: S608
BY_ID = f"""
    SELECT {COLUMNS}
      FROM introductions
     WHERE id = $1
"""  # noqa: S608
LOCKED = BY_ID + " FOR UPDATE"
PAGE = f"""
    SELECT {COLUMNS}
      FROM introductions
     WHERE ($1::text[] IS NULL OR region = ANY($1))
       AND ($2::uuid IS NULL OR $2 = ANY({PARTNERS}))
       AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
     ORDER BY created_at DESC, id DESC
     LIMIT $5
"""  # noqa: S608
# In the order of ids, so that two who lock many wait for each other instead of for ever.
WITH_PARTNER = f"""
    SELECT id FROM introductions
     WHERE $1 = ANY({PARTNERS})
     ORDER BY id
"""  # noqa: S608
WAITING = f"""
    SELECT i.id
      FROM introductions i
     WHERE ($1::uuid IS NULL OR $1 = ANY({PARTNERS}))
       AND ($2::text IS NULL OR i.region = $2)
       AND EXISTS (SELECT FROM letters l WHERE l.introduction_id = i.id AND l.state = 'waiting')
     ORDER BY i.id
"""  # noqa: S608
ALL_IDS = "SELECT id FROM introductions WHERE id > $1 ORDER BY id LIMIT $2"
ADVANCE = f"""
    UPDATE introductions
       SET state = $2, version = version + 1, updated_at = now(),
           sent_at = coalesce(sent_at, CASE WHEN $3 THEN now() END)
     WHERE id = $1
    RETURNING {COLUMNS}
"""  # noqa: S608
SHOW_NAMES = f"""
    UPDATE introductions SET names_shown = true WHERE id = $1 RETURNING {COLUMNS}
"""  # noqa: S608
MARK_REMINDED = f"""
    UPDATE introductions SET reminded_at = now(), version = version + 1, updated_at = now()
     WHERE id = $1
    RETURNING {COLUMNS}
"""  # noqa: S608
WAIT = "UPDATE introductions SET waits_for = $2, expected_on = $3 WHERE id = $1"
IN_TURN = f"""
    SELECT {COLUMNS}
      FROM introductions
     WHERE waits_for IS NOT NULL
     ORDER BY created_at, id
"""  # noqa: S608
# What has begun has letters; open is what somebody is still to answer or to tell of.
LOAD = f"""
    SELECT began, is_open, began > now() - interval '30 days' AS is_recent
      FROM (SELECT min(l.created_at) AS began,
                   i.state IN ('waiting', 'sent', 'one_answered') AS is_open
              FROM introductions i
              JOIN letters l ON l.introduction_id = i.id
             WHERE i.id <> $2 AND $1 = ANY({PARTNERS_OF_I})
             GROUP BY i.id) AS begun
     WHERE is_open OR began > now() - interval '30 days'
"""  # noqa: S608
OF_PARTNER = f"""
    SELECT {COLUMNS}
      FROM introductions
     WHERE $1 = ANY({PARTNERS}) AND state = ANY($2::text[])
     ORDER BY created_at
"""  # noqa: S608
UNDECIDED = "SELECT id FROM introductions WHERE region = $1 AND asks_first IS NULL ORDER BY id"
# Asked for an answer so long ago that a reminder may be due, and not too long.
OPEN_SINCE = f"""
    SELECT {COLUMNS}
      FROM introductions
     WHERE state = ANY($1::text[])
       AND id IN (SELECT introduction_id FROM letters
                   WHERE sent_at BETWEEN $2 AND $3 AND kind IN ('introduction', 'question'))
     ORDER BY id
"""  # noqa: S608
WITH_YES_SINCE = f"""
    SELECT {COLUMNS}
      FROM introductions
     WHERE state IN ('one_answered', 'both_yes', 'met', 'working')
       AND id IN (SELECT introduction_id FROM answers
                   WHERE answer = 'yes' AND answered_at BETWEEN $1 AND $2)
     ORDER BY id
"""  # noqa: S608
DECIDE = f"""
    UPDATE introductions SET asks_first = $2, names_shown = NOT $2
     WHERE id = $1
    RETURNING {COLUMNS}
"""  # noqa: S608
REWRITE = "UPDATE introductions SET suggestion = $2 WHERE id = $1"


class Introductions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self,
        introduction_id: UUID,
        *,
        region: str,
        suggestion: SuggestionData,
        asks_first: bool | None = False,
    ) -> Introduction | None:
        """None when the suggestion has been introduced already."""
        row = await self._connection.fetchrow(
            ADD,
            introduction_id,
            region,
            suggestion.seeker.partner_id,
            suggestion.provider.partner_id,
            [side.partner_id for side in suggestion.others],
            _plain_json(suggestion),
            asks_first,
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

    async def show_names(self, introduction_id: UUID) -> Introduction:
        row = await self._connection.fetchrow(SHOW_NAMES, introduction_id)
        assert row is not None, "whoever shows names has locked the introduction"
        return _introduction(row)

    async def mark_reminded(self, introduction_id: UUID) -> Introduction:
        """A new version of an introduction that is locked."""
        row = await self._connection.fetchrow(MARK_REMINDED, introduction_id)
        assert row is not None, "whoever reminds has locked the introduction"
        return _introduction(row)

    async def undecided(self, region: str) -> list[UUID]:
        """Those of which it is not known whether names may be shown."""
        return _ids(await self._connection.fetch(UNDECIDED, region))

    async def asked_between(
        self, earliest: datetime, latest: datetime, *, states: Collection[IntroductionState]
    ) -> list[Introduction]:
        """Those whose letters were accepted in that time."""
        rows = await self._connection.fetch(OPEN_SINCE, list(states), earliest, latest)
        return [_introduction(row) for row in rows]

    async def said_yes_between(self, earliest: datetime, latest: datetime) -> list[Introduction]:
        rows = await self._connection.fetch(WITH_YES_SINCE, earliest, latest)
        return [_introduction(row) for row in rows]

    async def wait(self, introduction_id: UUID, turn: Turn | None) -> None:
        """Until when it waits for its turn, and why; None: it waits no longer."""
        waits_for, expected_on = (turn.waits_for, turn.expected_on) if turn else (None, None)
        await self._connection.execute(WAIT, introduction_id, waits_for, expected_on)

    async def in_turn(self) -> list[Introduction]:
        """Those that wait for their turn, the oldest first."""
        return [_introduction(row) for row in await self._connection.fetch(IN_TURN)]

    async def load(self, partner_id: UUID, *, besides: UUID) -> Load:
        rows = await self._connection.fetch(LOAD, partner_id, besides)
        return Load(
            began=[row["began"] for row in rows if row["is_recent"]],
            open=sum(row["is_open"] for row in rows),
        )

    async def of_partner(
        self, partner_id: UUID, *, states: Collection[IntroductionState]
    ) -> list[Introduction]:
        rows = await self._connection.fetch(OF_PARTNER, partner_id, list(states))
        return [_introduction(row) for row in rows]

    async def decide(self, introduction_id: UUID, *, asks_first: bool) -> Introduction:
        """Now it is known whether the two are asked before names are shown."""
        row = await self._connection.fetchrow(DECIDE, introduction_id, asks_first)
        assert row is not None, "whoever decides has locked the introduction"
        return _introduction(row)

    async def advance(
        self, introduction_id: UUID, state: IntroductionState, *, is_sent: bool
    ) -> Introduction:
        """A new version in `state`; `is_sent` when all have been asked for an answer."""
        row = await self._connection.fetchrow(ADVANCE, introduction_id, state, is_sent)
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
