"""Everything a service needs to tell and be told, opened and closed as one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from faststream._internal.endpoint.subscriber.mixins import TasksMixin
from faststream.redis import RedisBroker
from redis.asyncio import Redis

from shared.events.base import Source
from shared.messaging.delivery import Delivery, Handlers
from shared.messaging.hints import listen_for_hints
from shared.messaging.janitor import Janitor
from shared.messaging.reader import subscribe
from shared.messaging.reaper import Reaper
from shared.messaging.reconciler import Reconciler
from shared.messaging.relay import Relay
from shared.messaging.streams import ensure_groups, streams_read_by, streams_written_by
from shared.settings import ServiceSettings
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from shared.tasks import cancel_all

logger = logging.getLogger(__name__)

WATCH_SECONDS = 1.0


class Messaging:
    """The outbox's way out and the streams' way in, for one service.

    Cold until opened. When a reader stops for good, `on_stalled` is called if there is one
    (a service of its own ends, and whoever runs it starts it again); else it is started anew.
    """

    def __init__(
        self,
        *,
        service: Source,
        settings: ServiceSettings,
        pool: ConnectionPool,
        handlers: Handlers,
        on_stalled: Callable[[], None] | None = None,
    ) -> None:
        url = settings.broker_url.get_secret_value()
        self._service = service
        self._streams = streams_read_by(service)
        self._pool = pool
        self._on_stalled = on_stalled
        self._broker_url = url
        self._consumer = f"{service}-{settings.instance}"
        self._redis = Redis.from_url(url)
        self._publisher = _broker(url)
        self._reading = _broker(url)
        self._delivery = Delivery(
            service=service,
            handlers=handlers,
            pool=pool,
            redis=self._redis,
            timeout=settings.handler_timeout,
        )
        self._relay = Relay(
            pool=pool, broker=self._publisher, service=service, pause=settings.relay_pause
        )
        self._reaper = Reaper(
            pool=pool,
            redis=self._redis,
            service=service,
            streams=self._streams,
            delivery=self._delivery,
            claim_after=settings.claim_after,
        )
        self._reconciler = Reconciler(
            pool=pool, redis=self._redis, service=service, patience=settings.reconcile_after
        )
        self._janitor = Janitor(
            pool=pool,
            redis=self._redis,
            service=service,
            written=streams_written_by(service),
            read=self._streams,
        )
        self._settings = settings
        self._tasks: list[asyncio.Task[None]] = []
        self._hints: dict[str, Callable[[], None]] = {f"{service}_outbox": self._relay.hint}

    def on_hint(self, channel: str, call: Callable[[], None]) -> None:
        """Call back when PostgreSQL notifies `channel`; to be set up before `open()`."""
        self._hints[channel] = call

    async def open(self) -> None:
        await self._publisher.connect()
        await ensure_groups(self._redis, self._service)
        await self._start_reading()
        settings = self._settings
        self._run(self._relay.run())
        self._run(listen_for_hints(self._pool, self._hints))
        self._run(self._every(settings.reap_pause, self._reaper.once))
        self._run(self._every(settings.reconcile_pause, self._reconciler.once))
        self._run(self._every(settings.janitor_pause, self._janitor.once))
        self._run(self._every(WATCH_SECONDS, self._watch))

    async def close(self) -> None:
        await cancel_all(self._tasks)
        await self._reading.stop()
        await self._publisher.stop()
        await self._redis.aclose()

    async def is_ready(self) -> bool:
        """The broker answers and every reader is at work."""
        return bool(await self._redis.ping()) and self._is_reading()

    async def _start_reading(self) -> None:
        self._reading = _broker(self._broker_url)
        subscribe(
            self._reading,
            self._streams,
            group=self._service,
            consumer=self._consumer,
            delivery=self._delivery,
        )
        await self._reading.start()

    def _is_reading(self) -> bool:
        # A reader whose task has ended still says it is running: ask the tasks.
        return all(
            isinstance(subscriber, TasksMixin)
            and subscriber.running
            and subscriber.tasks
            and not any(task.done() for task in subscriber.tasks)
            for subscriber in self._reading.subscribers
        )

    async def _watch(self) -> None:
        if self._is_reading():
            return
        if self._on_stalled:
            logger.critical("%s: a reader has stopped, ending the service", self._service)
            self._on_stalled()
            return
        logger.error("%s: a reader has stopped, starting it anew", self._service)
        await self._reading.stop()
        await ensure_groups(self._redis, self._service)
        await self._start_reading()

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except Exception:
                logger.exception("%s: %s failed", self._service, work.__qualname__)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        with everywhere():
            self._tasks.append(asyncio.create_task(work))


def _broker(url: str) -> RedisBroker:
    # FastStream's own logger would tell of every message, on standard output.
    quiet = logging.getLogger("broker")
    return RedisBroker(url, graceful_timeout=15.0, logger=quiet, log_level=logging.DEBUG)
