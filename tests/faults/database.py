"""Group 4: the database restarts, throws everybody off, is locked, is full, or refuses."""

import asyncio
import os
import signal
from contextlib import suppress

import asyncpg

from tests.faults.fault import Group, Scene
from tests.faults.world import is_small_disk

THROW_OFF = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ANY($1)
"""
AT_WORK = " AND (state LIKE '%in transaction%' OR state = 'active')"
LOCKS = (
    "LOCK TABLE notifier.letters IN ACCESS EXCLUSIVE MODE",
    "LOCK TABLE registry.outbox IN ACCESS EXCLUSIVE MODE",
    "LOCK TABLE matcher.suggestions IN ACCESS EXCLUSIVE MODE",
    "LOCK TABLE notifier.inbox IN ACCESS EXCLUSIVE MODE",
    "LOCK TABLE matcher.inbox IN ACCESS EXCLUSIVE MODE",
)
#: In the wrong order: the notifier takes the introduction first, and then its letters.
ACROSS = (
    "SELECT FROM notifier.letters FOR UPDATE",
    "SELECT FROM notifier.introductions FOR UPDATE",
)
ROLES = ["registry", "matcher", "notifier"]


async def restarted_at_once(scene: Scene) -> None:
    """`immediate`: nothing is written out, and recovery reads the log."""
    await scene.moment(1.0)
    postgres = scene.world.servers.postgres
    assert postgres.pid
    os.kill(postgres.pid, signal.SIGQUIT)
    while postgres.is_running:
        await asyncio.sleep(0.01)
    await scene.moment(0.3)
    await postgres.start()


async def everybody_thrown_off(scene: Scene) -> None:
    for _ in range(scene.drawn.randint(1, 3)):
        await scene.moment(0.5)
        async with scene.world.admin() as connection:
            await connection.fetch(THROW_OFF, ROLES)


async def thrown_off_in_the_middle(scene: Scene) -> None:
    """Those in a transaction, again and again."""
    async with scene.world.admin() as connection:
        for _ in range(15):
            await asyncio.sleep(scene.drawn.uniform(0.01, 0.1))
            await connection.fetch(THROW_OFF + AT_WORK, ROLES)


async def locked(scene: Scene) -> None:
    """For longer than a handler may take."""
    async with scene.world.admin() as connection:
        await scene.moment()
        with suppress(asyncpg.DeadlockDetectedError):
            async with connection.transaction():
                await connection.execute(scene.drawn.choice(LOCKS))
                await asyncio.sleep(2.4)


async def deadlocks(scene: Scene) -> None:
    async with scene.world.admin() as connection:
        await connection.execute("SET deadlock_timeout = '10s'")  # so the services give way
        for _ in range(4):
            with suppress(asyncpg.PostgresError):
                async with connection.transaction():
                    for statement in ACROSS:
                        await connection.execute(statement)
                        await asyncio.sleep(0.15)


async def cannot_serialize(scene: Scene) -> None:
    """Every transaction is judged as if they had run one after the other."""
    setting = "default_transaction_isolation"
    async with scene.world.admin() as connection:
        for role in ROLES:
            await connection.execute(f"ALTER ROLE {role} SET {setting} = 'serializable'")
        await connection.fetch(THROW_OFF, ROLES)
        try:
            await asyncio.sleep(1.5)
        finally:
            for role in ROLES:
                await connection.execute(f"ALTER ROLE {role} RESET {setting}")
            await connection.fetch(THROW_OFF, ROLES)


async def disk_full(scene: Scene) -> None:
    """Of database and broker both."""
    if not is_small_disk(scene.world.folder):
        scene.note("no disk of our own to fill")
        return
    await scene.moment(0.3)
    ballast = scene.world.folder / "data" / "ballast"
    try:
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 2**16)
        await asyncio.sleep(1.5)
    finally:
        ballast.unlink()


DATABASE = Group(
    number=4,
    name="database",
    about="PostgreSQL restarted immediate, backends terminated anywhere and in transactions, "
    "tables locked, deadlocks, serialization failures, a full disk",
    faults=(
        restarted_at_once,
        everybody_thrown_off,
        thrown_off_in_the_middle,
        locked,
        deadlocks,
        cannot_serialize,
        disk_full,
    ),
)
