"""Group 13: people leave while what concerns them is on its way."""

import asyncio
import re
import time
from contextlib import suppress

from tests.faults.fault import Group, Scene
from tests.faults.told import Pair

BODY = "SELECT convert_from(body, 'UTF8') FROM notifier.letters WHERE recipient_address = $1"
LINK = re.compile(r"List-Unsubscribe: <[^/]*//[^/]*(/mail/preferences/[^>]+)>")
LEAVE_SECONDS = 3.0


async def erased_at_any_time(scene: Scene) -> None:
    """Right after they came, were suggested, or were approved."""
    for number in range(3):
        story = scene.story(f"leaver {number}")
        pair = await story.begin()
        if scene.drawn.random() < 0.6:
            await story.decide(pair, "approve")
        await scene.moment(0.2)
        await story.erase(scene.drawn.choice(pair.partners))


async def erased_while_services_die(scene: Scene) -> None:
    story = scene.story("leaver")
    pair = await story.begin()
    await story.decide(pair, "approve")
    service = scene.service()
    place = scene.drawn.choice(["before COMMIT", "after COMMIT", "before XACK"])
    scene.world.processes[service].arm("kill", scene.drawn.randint(0, 3), place)
    scene.note(f"{service} killed {place}")
    await story.erase(scene.drawn.choice(pair.partners))
    await asyncio.sleep(0.5)


async def erased_while_the_broker_is_away(scene: Scene) -> None:
    story = scene.story("leaver")
    pair = await story.begin()
    for one in scene.world.lines_to("valkey"):
        one.behave("refuse")
        one.cut()
    await story.erase(pair.need.partner)
    await asyncio.sleep(0.5)


async def erased_while_the_letter_is_at_the_door(scene: Scene) -> None:
    """Before the letter itself was given: it must not be given any more."""
    story = scene.story("leaver")
    reached = scene.world.sink.hold("RCPT")
    pair = await story.begin()
    await story.decide(pair, "approve")
    await _wait(reached)
    await story.erase(pair.need.partner)
    await _forgotten(scene, pair)
    given_before = len(scene.world.sink.kept)
    scene.world.sink.release()
    await asyncio.sleep(0.6)
    late = [one.recipient for one in scene.world.sink.kept[given_before:]]
    if {one.email for one in pair.partners}.intersection(late):
        scene.problems.append("a letter left after its partner was erased")


async def unsubscribed_while_the_letter_is_at_the_door(scene: Scene) -> None:
    story = scene.story("leaver")
    reached = scene.world.sink.hold("RCPT")
    pair = await story.begin()
    await story.decide(pair, "approve")
    await _wait(reached)
    address = pair.need.partner.email
    async with scene.world.admin() as connection:
        body = await connection.fetchval(BODY, address)
    found = LINK.search(re.sub(r"\r?\n[ \t]", "", body or ""))
    if found is None:
        scene.note("no letter yet")
        return
    await story.unsubscribe(found[1])
    scene.told.unsubscribed[address] = time.monotonic()
    scene.world.sink.release()
    await asyncio.sleep(0.6)
    if any(one.recipient == address for one in scene.world.sink.kept):
        scene.problems.append("a letter left after its reader had asked for none")


async def _forgotten(scene: Scene, pair: Pair) -> None:
    """Wait until the notifier knows."""
    query = "SELECT erased FROM notifier.partners WHERE id = $1"
    async with scene.world.admin() as connection, asyncio.timeout(LEAVE_SECONDS):
        while not await connection.fetchval(query, pair.need.partner.id):
            await asyncio.sleep(0.02)


async def _wait(reached: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LEAVE_SECONDS):
            await reached.wait()


ERASURE = Group(
    number=13,
    name="erasure",
    about="partners erased right after anything, while services die, while a letter is at the "
    "door; unsubscribed between queue and sending",
    faults=(
        erased_at_any_time,
        erased_while_services_die,
        erased_while_the_broker_is_away,
        erased_while_the_letter_is_at_the_door,
        unsubscribed_while_the_letter_is_at_the_door,
    ),
)
