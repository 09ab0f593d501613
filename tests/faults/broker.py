"""Group 3: the broker forgets, refuses, hangs, or comes back with less than it had."""

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from redis.asyncio import Redis

from shared.messaging.streams import READERS
from tests.faults.fault import Group, Scene


async def killed(scene: Scene) -> None:
    """Back with what its file has."""
    await scene.moment()
    await kill_broker(scene)
    await scene.moment(0.5)
    await scene.world.servers.broker.start()


async def comes_back_empty(scene: Scene) -> None:
    await scene.moment(1.0)
    await kill_broker(scene)
    for found in aof_of(scene).iterdir():
        found.unlink()
    scene.note("empty")
    await scene.world.servers.broker.start()


async def comes_back_as_it_was(scene: Scene) -> None:
    """As a replica does that had not heard the last of it."""
    await asyncio.sleep(0.1)
    earlier = scene.world.folder / "earlier"
    shutil.copytree(aof_of(scene), earlier)
    await scene.moment(1.0)
    await kill_broker(scene)
    for found in aof_of(scene).iterdir():
        found.write_bytes((earlier / found.name).read_bytes())
    shutil.rmtree(earlier)
    await scene.world.servers.broker.start()


async def flushed(scene: Scene) -> None:
    async def flush(redis: "Redis") -> None:
        await redis.flushall()

    await _now_and_again(scene, flush)


async def group_destroyed(scene: Scene) -> None:
    async def destroy(redis: "Redis") -> None:
        stream = scene.drawn.choice(list(READERS))
        await redis.xgroup_destroy(stream, scene.drawn.choice(READERS[stream]))

    await _now_and_again(scene, destroy)


async def stream_deleted(scene: Scene) -> None:
    async def delete(redis: "Redis") -> None:
        await redis.delete(scene.drawn.choice(list(READERS)))

    await _now_and_again(scene, delete)


async def trimmed(scene: Scene) -> None:
    async def trim(redis: "Redis") -> None:
        await redis.xtrim(scene.drawn.choice(list(READERS)), maxlen=0, approximate=False)

    await _now_and_again(scene, trim)


async def everybody_thrown_off(scene: Scene) -> None:
    async def throw_off(redis: "Redis") -> None:
        await redis.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")

    await _now_and_again(scene, throw_off)


async def paused(scene: Scene) -> None:
    async with scene.world.broker() as redis:
        await scene.moment()
        await redis.execute_command("CLIENT", "PAUSE", scene.drawn.randint(300, 1500), "ALL")


async def out_of_memory(scene: Scene) -> None:
    await _refusing(scene, "maxmemory", "1mb", seconds=1.0)


async def takes_no_writes(scene: Scene) -> None:
    """As without enough replicas, or with a full disk."""
    await _refusing(scene, "min-replicas-to-write", "1", seconds=1.0)


async def frozen(scene: Scene) -> None:
    await scene.moment()
    pid = scene.world.servers.broker.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(scene.drawn.uniform(0.5, 2.5))
    os.kill(pid, signal.SIGCONT)


async def kill_broker(scene: Scene) -> None:
    broker = scene.world.servers.broker
    assert broker.pid
    os.kill(broker.pid, signal.SIGKILL)
    while broker.is_running:
        await asyncio.sleep(0.01)


def aof_of(scene: Scene) -> Path:
    return scene.world.servers.folders.valkey / "appendonlydir"


async def _now_and_again(scene: Scene, harm: Callable[["Redis"], Awaitable[None]]) -> None:
    async with scene.world.broker() as redis:
        for _ in range(scene.drawn.randint(1, 3)):
            await scene.moment(0.5)
            await harm(redis)


async def _refusing(scene: Scene, setting: str, value: str, *, seconds: float) -> None:
    async with scene.world.broker() as redis:
        await scene.moment(0.3)
        before = (await redis.config_get(setting))[setting]
        await redis.config_set(setting, value)
        try:
            await asyncio.sleep(seconds)
        finally:
            await redis.config_set(setting, before)


BROKER = Group(
    number=3,
    name="broker",
    about="Valkey killed, emptied, flushed, rolled back, out of memory, refusing, paused; "
    "streams deleted and trimmed, groups destroyed, clients thrown off",
    faults=(
        killed,
        comes_back_empty,
        comes_back_as_it_was,
        flushed,
        group_destroyed,
        stream_deleted,
        trimmed,
        everybody_thrown_off,
        paused,
        out_of_memory,
        takes_no_writes,
        frozen,
    ),
)
