"""Keeps streams and tables from growing for ever, without dropping what somebody still needs."""

import logging
from collections.abc import Iterable
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from shared.events.base import Source
from shared.messaging.backlog import groups_of, order
from shared.messaging.inbox import Inbox
from shared.messaging.outbox import Outbox
from shared.messaging.streams import READERS
from shared.metrics import GROUP_LAG, GROUP_PENDING
from shared.storage.pool import ConnectionPool

logger = logging.getLogger(__name__)

OUTBOX_DAYS = 7
INBOX_DAYS = 30
IDEMPOTENCY_DAYS = 2

FORGET_ANSWERS = "DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(days => $1)"


class Janitor:
    def __init__(
        self,
        *,
        pool: ConnectionPool,
        redis: "Redis",
        service: Source,
        written: Iterable[str],
        read: Iterable[str],
    ) -> None:
        self._pool = pool
        self._redis = redis
        self._service = service
        self._written = tuple(written)
        self._read = tuple(read)

    async def once(self) -> None:
        for stream in self._written:
            await self._trim(stream)
        for stream in self._read:
            await self._measure(stream)
        async with self._pool.transaction() as connection:
            await Outbox(connection).forget(after_days=OUTBOX_DAYS)
            await Inbox(connection).forget(after_days=INBOX_DAYS)
            await connection.execute(FORGET_ANSWERS, IDEMPOTENCY_DAYS)
            erased_lately = await Outbox(connection).has_erased_lately()
        if erased_lately:
            await self._write_log_anew()

    async def _trim(self, stream: str) -> None:
        """Drop entries that every group has read and acknowledged; MAXLEN would drop others."""
        groups = await groups_of(self._redis, stream)
        if not set(READERS[stream]) <= set(groups):
            return
        keep_from = [await self._first_needed(stream, groups[reader]) for reader in READERS[stream]]
        await self._redis.xtrim(stream, minid=min(keep_from, key=order), approximate=False)

    async def _write_log_anew(self) -> None:
        """The broker's append-only file holds what was trimmed until it is written anew."""
        try:
            await self._redis.bgrewriteaof()
        except ResponseError as error:  # it is at it already, or we may not ask
            logger.warning("the broker's log is not written anew: %s", error)

    async def _first_needed(self, stream: str, group: dict[str, Any]) -> bytes:
        if group["pending"]:
            pending = await self._redis.xpending_range(
                stream, group["name"], min="-", max="+", count=1
            )
            if pending:
                return cast("bytes", pending[0]["message_id"])
        # Trimming keeps the entry it is given: name the one after the last.
        milliseconds, sequence = order(group["last-delivered-id"])
        return f"{milliseconds}-{sequence + 1}".encode()

    async def _measure(self, stream: str) -> None:
        group = (await groups_of(self._redis, stream)).get(self._service)
        if group:
            GROUP_LAG.labels(self._service, stream).set(group["lag"] or 0)
            GROUP_PENDING.labels(self._service, stream).set(group["pending"])
