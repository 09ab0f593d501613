"""Group 6: everything comes twice, ten times, in another order, from two relays to two reapers."""

import asyncio

from shared.messaging.streams import READERS
from tests.faults.fault import Group, Scene

UNPUBLISH = """
    UPDATE {schema}.outbox SET published_at = NULL, entry_id = NULL, confirmed_at = NULL
     WHERE created_at > now() - interval '1 minute'
"""
BODIES = "SELECT stream, body FROM {schema}.outbox WHERE created_at > now() - interval '1 minute'"
WRITERS = ("registry", "matcher", "notifier")


async def ten_times(scene: Scene) -> None:
    """Each entry again and again, as it passes by."""
    async with scene.world.broker() as redis:
        for _ in range(6):
            await asyncio.sleep(0.15)
            for stream in READERS:
                for _, fields in (await redis.xrange(stream))[:20]:
                    for _ in range(3):
                        await redis.xadd(stream, fields)


async def replayed(scene: Scene) -> None:
    """The whole outbox once more, also what was confirmed."""
    for _ in range(3):
        await scene.moment(0.8)
        async with scene.world.admin() as connection:
            for schema in WRITERS:
                await connection.execute(UNPUBLISH.format(schema=schema))


async def shuffled(scene: Scene) -> None:
    """Old news long after new news, in any order."""
    for _ in range(3):
        await scene.moment(0.8)
        async with scene.world.admin() as connection, scene.world.broker() as redis:
            told = [
                (row["stream"], row["body"])
                for schema in WRITERS
                for row in await connection.fetch(BODIES.format(schema=schema))
            ]
            scene.drawn.shuffle(told)
            for stream, body in told[:200]:
                await redis.xadd(stream, {"__data__": as_entry(body)})


async def two_of_each(scene: Scene) -> None:
    """Two relays on one outbox, two readers and reapers in one group."""
    for service in WRITERS:
        await scene.world.another(service)
    await asyncio.sleep(1.5)


async def two_of_each_and_one_dies(scene: Scene) -> None:
    service = scene.service()
    await scene.world.another(service)
    await scene.moment(1.0)
    await scene.world.processes[service].kill()


def as_entry(body: str) -> bytes:
    """As FastStream writes it, without headers."""
    data = body.encode()
    return b"\x89BIN\r\n\x1a\n" + b"\0\1" + (18).to_bytes(4) + (20).to_bytes(4) + b"\0\0" + data


REPEATS = Group(
    number=6,
    name="repeats",
    about="each event ten times, the outbox replayed, order shuffled, two relays, two reapers",
    faults=(ten_times, replayed, shuffled, two_of_each, two_of_each_and_one_dies),
)
