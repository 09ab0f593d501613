"""Wait until nothing is on its way any more, and say what still is."""

import asyncio
import time

from deploy.provision import SERVICES
from shared.messaging.streams import READERS
from tests.faults.patience import patient
from tests.faults.world import World

PATIENCE_SECONDS = patient(90.0)
LOOK_SECONDS = 0.1

OUTBOX = "SELECT count(*) FROM {schema}.outbox WHERE confirmed_at IS NULL"
LETTERS = """
    SELECT count(*) FROM notifier.letters
     WHERE state = 'sending' OR (state = 'waiting' AND body IS NOT NULL)
"""


class NotDrained(Exception):
    """Something is stuck."""


async def drain(world: World) -> None:
    """Raises NotDrained with what is left."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := await what_is_left(world):
        if time.monotonic() > deadline:
            raise NotDrained("; ".join(left))
        await asyncio.sleep(LOOK_SECONDS)


async def what_is_left(world: World) -> list[str]:
    try:
        return [*await _in_the_database(world), *await _on_the_broker(world)]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


async def _in_the_database(world: World) -> list[str]:
    async with world.admin() as connection:
        counts = {
            f"events of the {schema} not confirmed": OUTBOX.format(schema=schema)
            for schema in SERVICES
        } | {"letters on their way": LETTERS}
        found = {what: await connection.fetchval(query) for what, query in counts.items()}
    return [f"{count} {what}" for what, count in found.items() if count]


async def _on_the_broker(world: World) -> list[str]:
    left = []
    async with world.broker() as redis:
        for stream, readers in READERS.items():
            groups = {one["name"].decode(): one for one in await redis.xinfo_groups(stream)}
            for reader in readers:
                group = groups.get(reader)
                if group is None:
                    left.append(f"no group {reader} on {stream}")
                elif group["pending"] or group["lag"]:
                    left.append(f"{stream} to {reader}: {group['pending']}+{group['lag']}")
            if length := await redis.xlen(stream):
                left.append(f"{length} entries on {stream}")
    return left
