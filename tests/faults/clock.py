"""Group 8: the clocks of the services are wrong, and are set while they run."""

import asyncio

from tests.faults.fault import Group, Scene

HOUR = 3600.0


async def stepped(scene: Scene) -> None:
    """An hour forth and back, as summer time or a bad time server does it."""
    for _ in range(3):
        step = scene.drawn.choice([-HOUR, HOUR, -26 * HOUR, 26 * HOUR, -0.5, 0.0])
        scene.note(f"{step:+.1f} s")
        scene.world.set_clock(step)
        await scene.moment(1.0)


async def stepped_and_killed(scene: Scene) -> None:
    """Leases and claims of the one that died end by the database's clock."""
    service = scene.drawn.choice(["matcher", "notifier"])
    process = scene.world.processes[service]
    places = {
        "matcher": ("before COMMIT", "before XACK"),
        "notifier": ("before DATA", "before MAIL"),
    }
    process.arm("kill", scene.drawn.randint(0, 3), scene.drawn.choice(places[service]))
    scene.world.set_clock(scene.drawn.choice([-HOUR, HOUR, -400 * 24 * HOUR]))
    await asyncio.sleep(1.5)


async def running_backwards(scene: Scene) -> None:
    for step in range(10):
        scene.world.set_clock(-step * 7.0)
        await asyncio.sleep(0.12)


CLOCK = Group(
    number=8,
    name="clock",
    about="clocks of the services stepped by half a second to 400 days while they run",
    faults=(stepped, stepped_and_killed, running_backwards),
)
