"""Group 1: processes end without warning, anywhere and at the worst places."""

from tests.faults.fault import Group, Scene

PLACES = {
    "registry": ("before COMMIT", "after COMMIT", "before XADD", "after XADD", "before XACK"),
    "matcher": ("before COMMIT", "after COMMIT", "before XADD", "after XADD", "after XACK"),
    "notifier": (
        "before COMMIT",
        "after COMMIT",
        "before XADD",
        "before XACK",
        "after XACK",
        "before MAIL",
        "before DATA",
        "after the dot",
    ),
}


async def no_fault(scene: Scene) -> None:
    """The measure for all others."""
    await scene.moment()


async def killed_anywhere(scene: Scene) -> None:
    for _ in range(scene.drawn.randint(1, 3)):
        await scene.moment()
        service = scene.service()
        scene.note(f"kill -9 {service}")
        await scene.world.processes[service].kill()
        await scene.moment(0.2)
        await scene.world.processes[service].start()


async def killed_at_a_failpoint(scene: Scene) -> None:
    service = scene.service()
    process = scene.world.processes[service]
    place = scene.drawn.choice(PLACES[service])
    skip = scene.drawn.randint(0, 12 if "COMMIT" in place else 2)
    scene.note(f"kill {service} {place}, {skip} passed")
    process.arm("kill", skip, place)
    await scene.moment(2.0)


async def everybody_killed_at_once(scene: Scene) -> None:
    await scene.moment(1.0)
    for process in scene.world.processes.values():
        await process.kill()
    scene.note("kill -9 all three")


async def failed_at_a_failpoint(scene: Scene) -> None:
    service = scene.service()
    place = scene.drawn.choice(PLACES[service])
    skip = scene.drawn.randint(0, 6)
    scene.note(f"{service} fails {place}, {skip} passed")
    scene.world.processes[service].arm("raise", skip, place)
    await scene.moment(2.0)


CRASH = Group(
    number=1,
    name="crash",
    about="kill -9 of every service, anywhere and at failpoints",
    faults=(
        killed_anywhere,
        killed_at_a_failpoint,
        killed_at_a_failpoint,
        everybody_killed_at_once,
        failed_at_a_failpoint,
    ),
)
