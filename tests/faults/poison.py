"""Group 7: entries that nobody can read, and texts that nothing can be made of."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from shared.events.reading import write_event
from shared.messaging.streams import READERS
from tests.factories import a_need, a_profile
from tests.faults.fault import Group, Scene
from tests.faults.repeats import as_entry
from tests.faults.themes import BROKEN

TO_ALL = {stream: len(readers) for stream, readers in READERS.items()}


def _changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    event = json.loads(write_event(a_need(subject=uuid4())))
    change(event)
    return json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _nul(event: dict[str, Any]) -> None:
    event["data"]["title"] = "null \0 tegn"


BODIES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b" " + uuid4().bytes,
    "not JSON": lambda: b"{" + uuid4().hex.encode(),
    "not UTF-8": lambda: b"\xff\xfe" + uuid4().bytes,
    "deep": lambda: b"[" * 30_000 + uuid4().hex.encode(),
    "wrong type": lambda: _changed(lambda event: event.update(version="one")),
    "version from the future": lambda: _changed(
        lambda event: event.update(type="need.published.v9")
    ),
    "missing field": lambda: _changed(lambda event: event["data"].pop("title")),
    "no subject": lambda: _changed(lambda event: event.pop("subject")),
    "NUL in a text": lambda: _changed(_nul),
    "half a surrogate": lambda: _changed(lambda event: event["data"].update(text="\ud800")),
    "one megabyte": lambda: _changed(lambda event: event["data"].update(text="a" * 10**6)),
    "version nobody has room for": lambda: _changed(lambda event: event.update(version=2**70)),
}
#: Unknown keys are passed over, so these are events like any other.
HARMLESS: dict[str, Callable[[], bytes]] = {
    "many fields": lambda: _changed(lambda event: event.update({str(n): n for n in range(3000)})),
    "new fields": lambda: _changed(lambda event: event["data"].update(colour="green")),
}


async def unreadable(scene: Scene) -> None:
    """Among all the others, which must not be held up."""
    names = scene.drawn.choices(list(BODIES), k=scene.drawn.randint(2, 6))
    async with scene.world.broker() as redis:
        for name in names:
            await scene.moment(0.3)
            await redis.xadd("listings", {"__data__": as_entry_of(BODIES[name]())})
    scene.note(", ".join(names))
    scene.expected.dead_letters = len(names) * TO_ALL["listings"]


async def on_every_stream(scene: Scene) -> None:
    async with scene.world.broker() as redis:
        for stream in READERS:
            await redis.xadd(stream, {"__data__": as_entry_of(BODIES["not JSON"]())})
    scene.expected.dead_letters = sum(TO_ALL.values())


async def from_strangers(scene: Scene) -> None:
    """No envelope of ours, or fields of somebody else's."""
    async with scene.world.broker() as redis:
        await redis.xadd("listings", {"hello": uuid4().hex})
        await redis.xadd("contacts", {f"field {n}": uuid4().hex for n in range(500)})
        await redis.xadd("suggestions", {"__data__": uuid4().bytes})
    scene.expected.dead_letters = sum(
        TO_ALL[stream] for stream in ("listings", "contacts", "suggestions")
    )


async def harmless(scene: Scene) -> None:
    async with scene.world.broker() as redis:
        for body in HARMLESS.values():
            await redis.xadd("listings", {"__data__": as_entry_of(body())})


async def not_a_number(scene: Scene) -> None:
    """A text whose vector is none. It must not come between the others."""
    partner, need = uuid4(), uuid4()
    about = {"partner_id": partner, "title": BROKEN, "text": f"{BROKEN} {uuid4().hex}"}
    profile = a_profile(subject=partner, data={"name": uuid4().hex}, region="ostfold")
    listing = a_need(subject=need, region="ostfold", data=about)
    async with scene.world.broker() as redis:
        for event in (profile, listing):
            await redis.xadd(event.stream, {"__data__": as_entry_of(write_event(event))})
    await asyncio.sleep(1.0)
    async with scene.world.admin() as connection:
        query = "SELECT count(*) FROM matcher.suggestions WHERE $1 IN (seeker_item_id)"
        if await connection.fetchval(query, need):
            scene.problems.append("a text without a vector was suggested")
    scene.expected.any_dead_letters = True


def as_entry_of(body: bytes) -> bytes:
    return as_entry("") + body


POISON = Group(
    number=7,
    name="poison",
    about="no JSON, no UTF-8, wrong types, unknown versions, missing fields, NUL, half surrogates, "
    "deep, one megabyte, foreign entries, many fields, a vector of NaN",
    faults=(
        unreadable,
        unreadable,
        unreadable,
        on_every_stream,
        from_strangers,
        harmless,
        not_a_number,
    ),
)
