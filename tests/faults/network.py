"""Group 9: the lines to database and broker are slow, swallow, stutter or break."""

import asyncio

from tests.faults.fault import Group, Scene
from tests.faults.manners import Manners
from tests.faults.proxy import Manner

SERVERS = ("postgres", "valkey")


async def slow(scene: Scene) -> None:
    """Some tenths of a second each way; to the broker up to two seconds."""
    server = scene.drawn.choice(SERVERS)
    longest = 0.05 if server == "postgres" else 2.0
    await _behave(scene, [server], "slow", delay=scene.drawn.uniform(longest / 4, longest))


async def loses_packets(scene: Scene) -> None:
    """One piece in twenty comes only when it is sent again."""
    await _behave(scene, SERVERS, "stutter", delay=0.3)


async def half_open(scene: Scene) -> None:
    """The other end is gone without a word: nothing comes back, and nothing is refused."""
    server = scene.drawn.choice(SERVERS)
    await _behave(scene, [server], "swallow", seconds=scene.drawn.uniform(0.5, 3.0))


async def refused(scene: Scene) -> None:
    server = scene.drawn.choice(SERVERS)
    for one in scene.world.lines_to(server):
        one.behave("refuse")
        one.cut()
    await asyncio.sleep(1.0)


async def cut_again_and_again(scene: Scene) -> None:
    for _ in range(6):
        await scene.moment(0.3)
        for one in scene.drawn.sample(list(scene.world.lines.values()), 2):
            one.cut()


async def one_service_cut_off(scene: Scene) -> None:
    service = scene.service()
    scene.note(service)
    for server in SERVERS:
        scene.world.lines[service, server].behave("swallow")
    await asyncio.sleep(1.5)


async def mail_server_half_open(scene: Scene) -> None:
    """It takes the connection and is never heard of again."""
    scene.world.sink.usual = Manners(pauses={scene.drawn.choice(["CONNECT", "RCPT"]): 60.0})
    await asyncio.sleep(1.5)


async def _behave(
    scene: Scene, servers: object, manner: Manner, *, delay: float = 0.0, seconds: float = 1.5
) -> None:
    scene.note(f"{servers} {manner} {delay:.2f}")
    await scene.moment(0.4)
    for (_, server), one in scene.world.lines.items():
        if server in servers:  # type: ignore[operator]
            one.behave(manner, delay=delay)
    await asyncio.sleep(seconds)


NETWORK = Group(
    number=9,
    name="network",
    about="latency, stutter, half-open and refused connections, cuts, one service alone",
    faults=(
        slow,
        loses_packets,
        half_open,
        half_open,
        refused,
        cut_again_and_again,
        one_service_cut_off,
        mail_server_half_open,
    ),
)
