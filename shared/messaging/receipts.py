"""How a writer learns that an event was acted on, without looking into a reader's tables.

A reader leaves a short-lived key on the broker once its transaction is committed. A lost key
costs one repeat, which the reader's inbox swallows.
"""

from collections.abc import Sequence
from uuid import UUID

from redis.asyncio import Redis

from shared.events.base import Source

KEPT_SECONDS = 7 * 24 * 3600


def key_pattern(reader: Source) -> str:
    """The keys of all receipts that `reader` leaves."""
    return f"receipt:{reader}:*"


def _key(reader: Source, event_id: UUID) -> str:
    return key_pattern(reader).replace("*", str(event_id))


async def leave_receipt(redis: "Redis", reader: Source, event_id: UUID) -> None:
    await redis.set(_key(reader, event_id), b"1", ex=KEPT_SECONDS)


async def has_receipts(redis: "Redis", readers: Sequence[Source], event_id: UUID) -> bool:
    """True when every one of `readers` has acted on the event."""
    found = await redis.mget([_key(reader, event_id) for reader in readers])
    return all(found)
