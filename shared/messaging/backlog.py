"""Where a reading group is on its stream."""

from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError


async def groups_of(redis: "Redis", stream: str) -> dict[str, dict[str, Any]]:
    """What XINFO GROUPS says, by the group's name; nothing for a stream that does not exist."""
    try:
        groups = await redis.xinfo_groups(stream)
    except ResponseError as error:
        if "no such key" in str(error):
            return {}
        raise
    return {group["name"].decode(): group for group in groups}


async def is_under_way(redis: "Redis", stream: str, group: str, entry_id: str) -> bool:
    """True while the entry is in the stream and its group has yet to read or to acknowledge it."""
    if not await redis.xrange(stream, entry_id, entry_id):
        return False
    known = (await groups_of(redis, stream)).get(group)
    if not known:
        return False
    if order(entry_id.encode()) > order(known["last-delivered-id"]):
        return True
    return bool(await redis.xpending_range(stream, group, entry_id, entry_id, 1))


def order(entry_id: bytes) -> tuple[int, int]:
    """Sorts entry ids as the broker does."""
    milliseconds, _, sequence = entry_id.partition(b"-")
    return int(milliseconds), int(sequence or 0)
