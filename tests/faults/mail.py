"""Group 5: everything a mail server was ever seen to do, and the notifier ending meanwhile."""

import asyncio
from collections.abc import Sequence

from tests.faults.fault import Group, Scene
from tests.faults.manners import GROWLS, REFUSING, Manners

LATEST_LETTER_SECONDS = 3.0


async def growls(scene: Scene) -> None:
    """One bad manner for all letters of a while."""
    name = scene.drawn.choice(list(GROWLS))
    await _behave(scene, [name], usual=GROWLS[name])


async def each_letter_another(scene: Scene) -> None:
    names = scene.drawn.choices(list(GROWLS), k=scene.drawn.randint(3, 8))
    await _behave(scene, names)


async def killed_before_the_dot_is_answered(scene: Scene) -> None:
    await _kill_at(scene, "dot")


async def killed_while_data_is_not_answered(scene: Scene) -> None:
    await _kill_at(scene, "DATA")


async def unreachable(scene: Scene) -> None:
    """By its name: nobody knows it."""
    notifier = scene.world.processes["notifier"]
    notifier.changed["NOTIFIER_SMTP_HOST"] = "post.invalid"
    await notifier.kill()
    await notifier.start()
    await asyncio.sleep(1.0)


async def _behave(scene: Scene, names: Sequence[str], *, usual: Manners | None = None) -> None:
    scene.note(", ".join(names))
    scene.expected.may_refuse = bool(REFUSING.intersection(names))
    if usual:
        scene.world.sink.usual = usual
    else:
        scene.world.sink.ways.extend(GROWLS[name] for name in names)
    scene.world.sink.hang_up_idle()
    await asyncio.sleep(1.5)


async def _kill_at(scene: Scene, step: str) -> None:
    reached = scene.world.sink.hold(step)  # type: ignore[arg-type]
    try:
        async with asyncio.timeout(LATEST_LETTER_SECONDS):
            await reached.wait()
    except TimeoutError:
        return
    scene.note(f"notifier killed while it waited for the reply to {step}")
    await scene.world.processes["notifier"].kill()
    scene.world.sink.release()


MAIL = Group(
    number=5,
    name="mail",
    about="24 bad manners of mail servers, an unknown host, the notifier killed while it waits",
    faults=(
        growls,
        growls,
        growls,
        each_letter_another,
        each_letter_another,
        killed_before_the_dot_is_answered,
        killed_while_data_is_not_answered,
        unreachable,
    ),
)
