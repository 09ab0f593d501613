"""Group 2: processes that freeze for longer than their claims last, and then go on."""

import asyncio
import signal

from tests.faults.fault import Group, Scene
from tests.faults.patience import patient
from tests.faults.processes import Process

#: Above the claim and the leases of these tests, see `world.QUICK`.
CLAIM_SECONDS = patient(4.2)
LONGER = CLAIM_SECONDS * 1.2


async def frozen_anywhere(scene: Scene) -> None:
    """A second process takes over; the first wakes up and believes nothing has happened."""
    service = scene.drawn.choice(["matcher", "notifier"])
    await scene.world.another(service)
    await scene.moment(0.5)
    await _freeze(scene, scene.world.processes[service])


async def frozen_at_a_failpoint(scene: Scene) -> None:
    service = scene.service()
    await scene.world.another(service)
    places = {
        "registry": ("before XADD", "after XADD", "before XACK", "before COMMIT"),
        "matcher": ("before COMMIT", "after COMMIT", "before XADD", "before XACK"),
        "notifier": ("before MAIL", "before DATA", "after the dot", "before XACK"),
    }
    place = scene.drawn.choice(places[service])
    process = scene.world.processes[service]
    process.arm("stop", scene.drawn.randint(0, 3), place)
    scene.note(f"{service} freezes {place}")
    await asyncio.sleep(LONGER)
    process.signal(signal.SIGCONT)


async def frozen_alone(scene: Scene) -> None:
    """Nobody takes over; everything waits."""
    await scene.moment(0.5)
    await _freeze(scene, scene.world.processes[scene.service()], seconds=1.5)


async def _freeze(scene: Scene, process: Process, *, seconds: float = LONGER) -> None:
    scene.note(f"{process.name} frozen")
    process.signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    process.signal(signal.SIGCONT)


STALL = Group(
    number=2,
    name="stall",
    about="SIGSTOP for longer than claims and leases last, then SIGCONT",
    faults=(frozen_anywhere, frozen_at_a_failpoint, frozen_at_a_failpoint, frozen_alone),
)
