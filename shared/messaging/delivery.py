"""What happens to one entry of a stream, whoever read it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from redis.asyncio import Redis

from shared.events.base import Event, Source
from shared.events.reading import BY_TYPE, UnknownType, UnreadableEvent, read_event
from shared.failpoints import failpoint
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.receipts import leave_receipt
from shared.metrics import EVENTS_HANDLED
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere, within

logger = logging.getLogger(__name__)

#: Acts on an event in one transaction of its own, in which it claims the event from the inbox.
Handler: TypeAlias = Callable[[Any], Awaitable[None]]
Handlers: TypeAlias = Mapping[type[Event], Handler]

MOST_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a stream, and how often it has been handed out, this time included."""

    stream: str
    entry_id: bytes
    body: bytes
    deliveries: int


class Delivery:
    """Hands entries to handlers; acknowledges what is done and what will never be.

    An entry that failed and may still succeed is left pending, and the reaper brings it back.
    """

    def __init__(
        self,
        *,
        service: Source,
        handlers: Handlers,
        pool: ConnectionPool,
        redis: "Redis",
        timeout: float,
    ) -> None:
        self._service = service
        self._handlers = handlers
        self._pool = pool
        self._redis = redis
        self._timeout = timeout

    async def deliver(self, entry: Entry) -> None:
        """Act on `entry`. Never raises for what the entry or its handler did wrong."""
        if entry.deliveries > MOST_TRIES:
            # Its handler never came back to tell why: the process ended each time.
            await self._bury(entry, f"not finished in {MOST_TRIES} tries")
            return
        try:
            event = await self.act_on(entry.body)
        except UnreadableEvent as error:
            await self._bury(entry, str(error))
        except Exception as error:
            await self._failed(entry, error)
        else:
            await self._done(entry, event)

    async def act_on(self, body: bytes) -> Event:
        """Read the event and let its handler act.

        Raises:
            UnreadableEvent: not an event we know.
            TimeoutError: the handler took too long.
        """
        event = read_event(body)
        handler = self._handlers.get(type(event))
        if handler:
            async with asyncio.timeout(self._timeout):
                with within(*filter(None, [event.region])):
                    await handler(event)
        return event

    async def _done(self, entry: Entry, event: Event) -> None:
        EVENTS_HANDLED.labels(self._service, event.type, "done").inc()
        await leave_receipt(self._redis, self._service, event.id)
        await self._acknowledge(entry)

    async def _failed(self, entry: Entry, error: Exception) -> None:
        reason = reason_of(error)
        if entry.deliveries >= MOST_TRIES:
            await self._bury(entry, reason)
            return
        logger.warning(
            "%s %s failed (try %d of %d), coming back: %s",
            entry.stream,
            entry.entry_id.decode(),
            entry.deliveries,
            MOST_TRIES,
            reason,
            exc_info=error,
        )
        event = _read_or_none(entry.body)
        EVENTS_HANDLED.labels(self._service, _counted_as(event), "failed").inc()

    async def _bury(self, entry: Entry, reason: str) -> None:
        event = _read_or_none(entry.body)
        with everywhere():
            async with self._pool.transaction() as connection:
                await DeadLetters(connection).keep(
                    stream=entry.stream,
                    body=entry.body,
                    reason=reason,
                    attempts=entry.deliveries,
                    event=event,
                )
        logger.error("dead letter on %s: %s", entry.stream, reason)
        EVENTS_HANDLED.labels(self._service, _counted_as(event), "dead").inc()
        if event:
            await leave_receipt(self._redis, self._service, event.id)
        await self._acknowledge(entry)

    async def _acknowledge(self, entry: Entry) -> None:
        failpoint("before XACK")
        await self._redis.xack(entry.stream, self._service, entry.entry_id)
        failpoint("after XACK")


def reason_of(error: Exception) -> str:
    """What a person reads beside a dead letter; some errors have no text of their own."""
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _read_or_none(body: bytes) -> Event | None:
    """Of a type that we do not know, at least what all events have in common."""
    try:
        event = read_event(body)
    except UnknownType as error:
        event = error.envelope
    except UnreadableEvent:
        return None
    # Else the database would refuse the letter too, and nobody would ever see it.
    return event if (event.type + event.region).isprintable() else None


def _counted_as(event: Event | None) -> str:
    """No name that others could make up: each one is kept for good."""
    return event.type if event and event.type in BY_TYPE else "unreadable"
