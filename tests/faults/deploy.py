"""Group 10: new versions are rolled out while people are at work."""

import asyncio
import json
from contextlib import suppress

from tests.faults.fault import Group, Scene
from tests.faults.repeats import BODIES, WRITERS, as_entry

MIGRATIONS = "SELECT pg_advisory_xact_lock(hashtext('koblingsboks migrations ' || $1))"


async def rolling_restart(scene: Scene) -> None:
    """One after the other is told to end; each finishes what it has begun."""
    for service in scene.drawn.sample(list(scene.world.processes), 3):
        process = scene.world.processes[service]
        code = await process.stop()
        if code != 0:
            scene.problems.append(f"the {service} ended with {code} when told to end")
        await process.start()


async def overlapping_restart(scene: Scene) -> None:
    """The new one is there before the old one goes."""
    service = scene.service()
    await scene.world.another(service)
    code = await scene.world.processes[service].stop()
    if code != 0:
        scene.problems.append(f"the {service} ended with {code} when told to end")
    await scene.moment(0.5)


async def waits_for_migrations(scene: Scene) -> None:
    """Somebody else migrates; whoever starts meanwhile waits."""
    service = scene.service()
    process = scene.world.processes[service]
    async with scene.world.admin() as connection, connection.transaction():
        await connection.execute(MIGRATIONS, service)
        await process.kill()
        process.launch()
        await asyncio.sleep(1.0)
        if not process.is_running:
            scene.problems.append(f"the {service} did not wait for the migration")
    await process.ready()


async def two_start_at_once(scene: Scene) -> None:
    service = scene.service()
    process = scene.world.processes[service]
    await process.kill()
    process.launch()
    await scene.world.another(service)
    await process.ready()


async def old_and_new_events_at_once(scene: Scene) -> None:
    """Yesterday's writers leave out what is new; tomorrow's add what we do not know."""
    await scene.moment(0.8)
    async with scene.world.admin() as connection, scene.world.broker() as redis:
        for schema in WRITERS:
            for row in await connection.fetch(BODIES.format(schema=schema)):
                for body in (_of_tomorrow(row["body"]), _of_yesterday(row["body"])):
                    await redis.xadd(row["stream"], {"__data__": as_entry(body)})


async def killed_while_it_ends(scene: Scene) -> None:
    service = scene.service()
    process = scene.world.processes[service]
    with suppress(TimeoutError):
        async with asyncio.timeout(scene.drawn.uniform(0.0, 0.1)):
            await process.stop()
    await process.kill()
    await process.start()


def _of_tomorrow(body: str) -> str:
    event = json.loads(body)
    event["priority"] = {"level": 3}
    event["data"]["tags"] = ["new"]
    return json.dumps(event)


def _of_yesterday(body: str) -> str:
    """Without what has a default today."""
    event = json.loads(body)
    for name in ("specversion", "time"):
        event.pop(name)
    event["data"] = {name: value for name, value in event["data"].items() if value is not None}
    return json.dumps(event)


DEPLOY = Group(
    number=10,
    name="deploy",
    about="rolling and overlapping restarts, migrations waited for, two starts at once, "
    "events of older and newer versions side by side",
    faults=(
        rolling_restart,
        overlapping_restart,
        waits_for_migrations,
        two_start_at_once,
        old_and_new_events_at_once,
        killed_while_it_ends,
    ),
)
