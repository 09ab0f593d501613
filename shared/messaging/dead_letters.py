"""Events that could not be acted on, kept in PostgreSQL for a person to read, retry or drop."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from shared.audit.log import AuditLog
from shared.events.base import Event
from shared.events.reading import UNKNOWN_TYPE
from shared.storage.pool import Connection
from shared.storage.scope import everywhere_on

LONGEST_REASON = 1000

KEEP = """
    INSERT INTO dead_letters (stream, body, event_id, type, region, reason, attempts)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (stream, body_hash) DO UPDATE
       SET reason = excluded.reason,
           attempts = dead_letters.attempts + excluded.attempts,
           last_failed_at = now(),
           retry_requested = false
"""
ALL = """
    SELECT id, stream, event_id, type, reason, attempts, first_failed_at, last_failed_at,
           retry_requested, body
      FROM dead_letters
     ORDER BY id
     LIMIT $1
"""
REQUEST_RETRY = """
    UPDATE dead_letters SET retry_requested = true WHERE $1::bigint IN (id, 0)
    RETURNING event_id, stream, type, region
"""
# Kept by an earlier version of us, or by one that runs beside us and is about to end.
REQUEST_RETRY_OF_KNOWN = """
    UPDATE dead_letters SET retry_requested = true
     WHERE starts_with(reason, $1) AND type = ANY($2) AND NOT retry_requested
"""
DROP = """
    DELETE FROM dead_letters WHERE $1::bigint IN (id, 0)
    RETURNING event_id, stream, type, region
"""
TAKE_REQUESTED = """
    SELECT id, stream, event_id, type, reason, attempts, first_failed_at, last_failed_at,
           retry_requested, body
      FROM dead_letters
     WHERE retry_requested
     ORDER BY id
     LIMIT 1
       FOR UPDATE SKIP LOCKED
"""
FORGET_MENTIONING = """
    DELETE FROM dead_letters WHERE position(convert_to($1, 'UTF8') IN body) > 0
"""
COUNT = "SELECT count(*) FROM dead_letters"
EVERY = 0  #: stands for all ids in `request_retry` and `drop`


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    id: int
    stream: str
    event_id: UUID | None
    type: str | None
    reason: str
    attempts: int
    first_failed_at: datetime
    last_failed_at: datetime
    retry_requested: bool
    body: bytes


class DeadLetters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(
        self,
        *,
        stream: str,
        body: bytes,
        reason: str,
        attempts: int,
        event: Event | None = None,
    ) -> None:
        """Keep an event that failed; the same bytes again only raise the count.

        `event` is what the body says, if it can be read. Else nobody knows which region it is
        of, and only the system itself sees it.
        """
        plain = reason.replace("\x00", "\\0").encode("utf-8", "replace").decode()
        told = (event.id, event.type, event.region) if event else (None, None, None)
        await self._connection.execute(KEEP, stream, body, *told, plain[:LONGEST_REASON], attempts)

    async def all(self, limit: int = 500) -> list[DeadLetter]:
        return [DeadLetter(**dict(row)) for row in await self._connection.fetch(ALL, limit)]

    async def request_retry(self, letter_id: int = EVERY) -> int:
        """Ask the running service to try again; returns how many were found."""
        rows = await self._connection.fetch(REQUEST_RETRY, letter_id)
        await self._write_down("dead_letter.retried", rows)
        return len(rows)

    async def request_retry_of_known(self, types: Iterable[str]) -> None:
        """Those that were buried because their type, one of `types` now, was not known yet."""
        await self._connection.execute(REQUEST_RETRY_OF_KNOWN, UNKNOWN_TYPE, list(types))

    async def drop(self, letter_id: int = EVERY) -> int:
        """Nobody will act on it any more; returns how many were found."""
        rows = await self._connection.fetch(DROP, letter_id)
        await self._write_down("dead_letter.dropped", rows)
        return len(rows)

    async def acted_on(self, letter: DeadLetter) -> None:
        """It is none any more."""
        await self._connection.fetch(DROP, letter.id)

    async def take_requested(self) -> DeadLetter | None:
        """One letter somebody wants retried, ours until the transaction ends."""
        row = await self._connection.fetchrow(TAKE_REQUESTED)
        return DeadLetter(**dict(row)) if row else None

    async def forget_mentioning(self, erased: UUID | str) -> None:
        """Events that could not be acted on hold what they tell of: an id, an address."""
        async with everywhere_on(self._connection):
            await self._connection.execute(FORGET_MENTIONING, str(erased))

    async def count(self) -> int:
        return int(await self._connection.fetchval(COUNT))

    async def _write_down(self, act: str, rows: list[Record]) -> None:
        audit = AuditLog(self._connection)
        for row in rows:
            details = {"stream": row["stream"], "type": row["type"]}
            await audit.add(act, subject=row["event_id"], region=row["region"], details=details)
