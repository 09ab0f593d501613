"""Group 12: the end of the broker's file is missing, as after a power cut."""

import os

from tests.faults.broker import aof_of, kill_broker
from tests.faults.fault import Group, Scene


async def truncated(scene: Scene) -> None:
    await scene.moment(1.0)
    await kill_broker(scene)
    for file in aof_of(scene).glob("*.incr.aof"):
        size = file.stat().st_size
        kept = max(0, size - scene.drawn.randint(1, min(max(size, 1), 4000)))
        scene.note(f"{file.name}: {kept} of {size} bytes")
        os.truncate(file, kept)
    await scene.world.servers.broker.start()


async def truncated_twice(scene: Scene) -> None:
    await truncated(scene)
    await truncated(scene)


async def truncated_while_services_start(scene: Scene) -> None:
    service = scene.service()
    await scene.world.processes[service].kill()
    await truncated(scene)


TAIL = Group(
    number=12,
    name="tail",
    about="Valkey killed and the end of its append-only file cut off",
    faults=(truncated, truncated_twice, truncated_while_services_start),
)
