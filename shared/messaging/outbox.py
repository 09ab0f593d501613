"""Events on their way out, written in the same transaction as the fact they tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.events.base import Event
from shared.events.reading import write_event
from shared.storage.pool import Connection

ADD = """
    INSERT INTO outbox (event_id, stream, type, subject, region, body)
    VALUES ($1, $2, $3, $4, $5, $6)
"""
# Rows another relay holds are skipped, so two relays never publish the same row at the same
# time. Never "seq > last seen": numbers become visible out of order, and one would be lost.
TAKE = """
    SELECT event_id, stream, body, entry_id
      FROM outbox
     WHERE published_at IS NULL
     ORDER BY seq
     LIMIT $1
       FOR UPDATE SKIP LOCKED
"""
MARK_PUBLISHED = """
    UPDATE outbox SET published_at = now(), entry_id = published.entry_id
      FROM unnest($1::uuid[], $2::text[]) AS published (event_id, entry_id)
     WHERE outbox.event_id = published.event_id
"""
UNCONFIRMED = """
    SELECT event_id, stream, body, entry_id
      FROM outbox
     WHERE published_at < now() - make_interval(secs => $1) AND confirmed_at IS NULL
     ORDER BY seq
     LIMIT $2
       FOR UPDATE SKIP LOCKED
"""
CONFIRM = "UPDATE outbox SET confirmed_at = now() WHERE event_id = ANY($1::uuid[])"
SEND_AGAIN = """
    UPDATE outbox SET published_at = NULL, entry_id = NULL WHERE event_id = ANY($1::uuid[])
"""
# Until the readers have trimmed their own streams, and once more when all have acted on it.
ERASED_LATELY = """
    SELECT EXISTS (SELECT FROM outbox
                    WHERE type LIKE '%.erased.v1'
                      AND (created_at > now() - interval '1 minute'
                           OR confirmed_at > now() - interval '30 seconds'))
"""
FORGET = "DELETE FROM outbox WHERE confirmed_at < now() - make_interval(days => $1)"
OLDEST = """
    SELECT count(*) AS waiting,
           coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS oldest_seconds
      FROM outbox
     WHERE published_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    event_id: UUID
    stream: str
    body: str
    entry_id: str | None  #: of the last publication


class Outbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, event: Event) -> None:
        """Keep `event` for the relay.

        Raises:
            EventTooLarge: more than 64 KB.
        """
        body = write_event(event).decode()
        await self._connection.execute(
            ADD, event.id, event.stream, event.type, event.subject, event.region, body
        )

    async def take(self, limit: int) -> list[OutgoingEvent]:
        """The oldest unpublished events, ours until the transaction ends."""
        return _outgoing(await self._connection.fetch(TAKE, limit))

    async def mark_published(
        self, events: Sequence[OutgoingEvent], *, entry_ids: Sequence[str]
    ) -> None:
        await self._connection.execute(MARK_PUBLISHED, _ids(events), entry_ids)

    async def unconfirmed(self, *, older_than: float, limit: int) -> list[OutgoingEvent]:
        """Published more than `older_than` seconds ago, and not known to have been read."""
        return _outgoing(await self._connection.fetch(UNCONFIRMED, older_than, limit))

    async def confirm(self, events: Sequence[OutgoingEvent]) -> None:
        await self._connection.execute(CONFIRM, _ids(events))

    async def send_again(self, events: Sequence[OutgoingEvent]) -> None:
        await self._connection.execute(SEND_AGAIN, _ids(events))

    async def forget(self, *, after_days: int) -> None:
        await self._connection.execute(FORGET, after_days)

    async def has_erased_lately(self) -> bool:
        """Somebody's erasure has been told, and traces of them may be on the broker's disk."""
        return bool(await self._connection.fetchval(ERASED_LATELY))

    async def backlog(self) -> tuple[int, float]:
        """How many events wait, and for how many seconds the oldest has."""
        row = await self._connection.fetchrow(OLDEST)
        assert row is not None, "an aggregate always answers one row"
        return row["waiting"], row["oldest_seconds"]


def _outgoing(rows: Sequence[object]) -> list[OutgoingEvent]:
    return [OutgoingEvent(**dict(row)) for row in rows]  # type: ignore[call-overload]


def _ids(events: Sequence[OutgoingEvent]) -> list[UUID]:
    return [event.event_id for event in events]
