"""Takes over entries whose reader died or failed, and retries dead letters on request."""

import logging
from collections.abc import AsyncIterator, Iterable

from faststream.redis.parser import BinaryMessageFormatV1
from redis.asyncio import Redis

from shared.events.base import Source
from shared.events.reading import BY_TYPE, UnreadableEvent
from shared.failpoints import failpoint
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.delivery import Delivery, Entry, reason_of
from shared.metrics import DEAD_LETTERS
from shared.storage.pool import ConnectionPool

logger = logging.getLogger(__name__)

START = b"0-0"


class Reaper:
    def __init__(
        self,
        *,
        pool: ConnectionPool,
        redis: "Redis",
        service: Source,
        streams: Iterable[str],
        delivery: Delivery,
        claim_after: float,
    ) -> None:
        self._pool = pool
        self._redis = redis
        self._service = service
        self._streams = tuple(streams)
        self._delivery = delivery
        self._claim_after_ms = int(claim_after * 1000)

    async def once(self) -> None:
        for stream in self._streams:
            async for entry in self._claim(stream):
                await self._delivery.deliver(entry)
        await self._catch_up()
        while await self._retry_one():
            pass
        await self._measure()

    async def _claim(self, stream: str) -> AsyncIterator[Entry]:
        """Entries that have been pending too long; each is ours from when it is yielded.

        One at a time: those claimed ahead would grow old while they wait, and another process
        would count its own claim as one more try.
        """
        cursor = START
        while True:
            cursor, claimed, lost = await self._redis.xautoclaim(
                stream,
                self._service,
                f"{self._service}-reaper",
                min_idle_time=self._claim_after_ms,
                start_id=cursor,
                count=1,
            )
            if lost:
                logger.warning("%d pending entries of %s were trimmed away", len(lost), stream)
            for entry_id, fields in claimed:
                failpoint("after XAUTOCLAIM")
                deliveries = await self._deliveries(stream, entry_id)
                yield Entry(
                    stream=stream, entry_id=entry_id, body=_body(fields), deliveries=deliveries
                )
            if cursor == START:
                return

    async def _deliveries(self, stream: str, entry_id: bytes) -> int:
        found = await self._redis.xpending_range(
            stream, self._service, min=entry_id, max=entry_id, count=1
        )
        return int(found[0]["times_delivered"]) if found else 1

    async def _catch_up(self) -> None:
        """What a newer version told before this one had come needs nobody to ask for it."""
        async with self._pool.transaction() as connection:
            await DeadLetters(connection).request_retry_of_known(BY_TYPE)

    async def _retry_one(self) -> bool:
        """Retry one requested dead letter; True when there may be more.

        The handler joins this transaction: an erasure also deletes the dead letters that
        mention the erased, this very one among them, and would wait for us for ever.
        """
        async with self._pool.joining() as connection:
            dead_letters = DeadLetters(connection)
            letter = await dead_letters.take_requested()
            if not letter:
                return False
            try:
                await self._delivery.act_on(letter.body)
            except Exception as error:
                logger.warning("dead letter %d failed again", letter.id, exc_info=error)
                await dead_letters.keep(
                    stream=letter.stream, body=letter.body, reason=_reason(error), attempts=1
                )
            else:
                await dead_letters.acted_on(letter)
        return True

    async def _measure(self) -> None:
        async with self._pool.connection() as connection:
            DEAD_LETTERS.labels(self._service).set(await DeadLetters(connection).count())


def _reason(error: Exception) -> str:
    """Alike however the letter came to be one."""
    return str(error) if isinstance(error, UnreadableEvent) else reason_of(error)


def _body(fields: dict[bytes, bytes]) -> bytes:
    """What FastStream's own reader would have handed over.

    An entry that FastStream did not write has no such field; it is passed on as it is and
    found unreadable.
    """
    body, _ = BinaryMessageFormatV1.parse(fields.get(b"__data__", repr(fields).encode()))
    return body
