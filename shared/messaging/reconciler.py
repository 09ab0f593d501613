"""Publishes again what nobody has confirmed: the net under every way a broker can lose things."""

import logging

from redis.asyncio import Redis

from shared.events.base import Source
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
        """Confirm what was acted on; send again what was not, `patience` seconds after it left."""
        async with self._pool.transaction() as connection:
            outbox = Outbox(connection)
            events = await outbox.unconfirmed(older_than=self._patience, limit=BATCH)
            confirmed = [event for event in events if await self._was_read(event)]
            lost = [event for event in events if event not in confirmed]
            await outbox.confirm(confirmed)
            await outbox.send_again(lost)
        for event in lost:
            logger.warning("nobody confirmed %s on %s, sending again", event.event_id, event.stream)
            EVENTS_REPUBLISHED.labels(self._service, event.stream).inc()

    async def _was_read(self, event: OutgoingEvent) -> bool:
        return await has_receipts(self._redis, READERS[event.stream], event.event_id)
