"""Publishes again what nobody has confirmed: the net under every way a broker can lose things."""

import logging

from redis.asyncio import Redis

from shared.events.base import Source
from shared.messaging.backlog import is_under_way
from shared.messaging.outbox import Outbox, OutgoingEvent
from shared.messaging.receipts import has_receipts
from shared.messaging.streams import READERS
from shared.metrics import EVENTS_REPUBLISHED
from shared.storage.pool import ConnectionPool

logger = logging.getLogger(__name__)

BATCH = 500


class Reconciler:
    def __init__(
        self, *, pool: ConnectionPool, redis: "Redis", service: Source, patience: float
    ) -> None:
        self._pool = pool
        self._redis = redis
        self._service = service
        self._patience = patience

    async def once(self) -> None:
        """Confirm what was acted on; send again what nobody will act on any more.

        An event is looked at `patience` seconds after it left. One that only waits its turn in a
        long stream is left alone: sending it again would make the stream longer still.
        """
        async with self._pool.transaction() as connection:
            outbox = Outbox(connection)
            events = await outbox.unconfirmed(older_than=self._patience, limit=BATCH)
            confirmed = [event for event in events if await self._was_read(event)]
            silent = [event for event in events if event not in confirmed]
            lost = [event for event in silent if not await self._will_be_read(event)]
            await outbox.confirm(confirmed)
            await outbox.send_again(lost)
        for event in lost:
            logger.warning("%s is lost on %s, sending again", event.event_id, event.stream)
            EVENTS_REPUBLISHED.labels(self._service, event.stream).inc()

    async def _was_read(self, event: OutgoingEvent) -> bool:
        return await has_receipts(self._redis, READERS[event.stream], event.event_id)

    async def _will_be_read(self, event: OutgoingEvent) -> bool:
        """Every reader that has not acted on it still has it before it, or in hand."""
        return all(
            [
                await has_receipts(self._redis, [reader], event.event_id)
                or await is_under_way(self._redis, event.stream, reader, event.entry_id or "0-0")
                for reader in READERS[event.stream]
            ]
        )
