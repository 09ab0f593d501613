"""Moves events from the outbox to their streams."""

import asyncio
import logging

from faststream.redis import RedisBroker

from shared.events.base import Source
from shared.failpoints import failpoint
from shared.messaging.outbox import Outbox, OutgoingEvent
from shared.metrics import EVENTS_PUBLISHED, OUTBOX_OLDEST, OUTBOX_WAITING
from shared.storage.pool import ConnectionPool

logger = logging.getLogger(__name__)

BATCH = 100


async def relay_once(pool: ConnectionPool, broker: RedisBroker, service: Source) -> int:
    """Publish one batch, then mark it. A crash in between publishes it again."""
    async with pool.transaction() as connection:
        outbox = Outbox(connection)
        events = await outbox.take(BATCH)
        entry_ids = [await _publish(broker, event) for event in events]
        await outbox.mark_published(events, entry_ids=entry_ids)
    for event in events:
        EVENTS_PUBLISHED.labels(service, event.stream).inc()
    return len(events)


async def _publish(broker: RedisBroker, event: OutgoingEvent) -> str:
    # The event's own id goes along: FastStream makes up a new message id each time.
    failpoint("before XADD")
    entry_id = await broker.publish(
        event.body.encode(), stream=event.stream, correlation_id=str(event.event_id)
    )
    failpoint("after XADD")
    return entry_id.decode()


class Relay:
    """Publishes as soon as a notification hints at new events, and looks every `pause` seconds."""

    def __init__(
        self, *, pool: ConnectionPool, broker: RedisBroker, service: Source, pause: float
    ) -> None:
        self._pool = pool
        self._broker = broker
        self._service = service
        self._pause = pause
        self._hint = asyncio.Event()

    def hint(self) -> None:
        """There may be something to publish."""
        self._hint.set()

    async def run(self) -> None:
        while True:
            self._hint.clear()
            if not await self._publish():
                await self._wait()

    async def _publish(self) -> bool:
        """True when a batch left and there may be more."""
        try:
            sent = await relay_once(self._pool, self._broker, self._service)
            await self._measure()
        except Exception:
            logger.exception("relay failed, trying again in %.1f s", self._pause)
            return False
        return bool(sent)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._pause):
                await self._hint.wait()
        except TimeoutError:
            return

    async def _measure(self) -> None:
        async with self._pool.connection() as connection:
            waiting, oldest = await Outbox(connection).backlog()
        OUTBOX_WAITING.labels(self._service).set(waiting)
        OUTBOX_OLDEST.labels(self._service).set(oldest)
