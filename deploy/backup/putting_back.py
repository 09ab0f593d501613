"""Put a backup into a database that is otherwise as provisioning leaves it."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from deploy.backup.archive import DATABASE, Archive
from deploy.backup.dumping import restore
from deploy.backup.errors import BackupNewer, NetworkThere, StillConnected
from deploy.provision.migrations import names as access_migrations
from deploy.provision.provisioning import close_database
from deploy.provision.settling import Settled, settle
from deploy.provision.tombstones import Tombstone, remember
from services.matcher.storage.database import MIGRATIONS as MATCHER
from services.notifier.storage import MIGRATIONS as NOTIFIER
from services.registry.storage.database import MIGRATIONS as REGISTRY
from shared.messaging import MIGRATIONS as MESSAGING
from shared.storage.migrations import migrations_in

OWN = {"registry": REGISTRY, "matcher": MATCHER, "notifier": NOTIFIER}
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
ITS_NAME = "SELECT current_database()"
IS_USED = "SELECT to_regclass('registry.partners') IS NOT NULL"
EMPTY = "DROP SCHEMA IF EXISTS registry, matcher, notifier, access, extensions CASCADE"


def check_version(archive: Archive) -> None:
    """Raises BackupNewer: its tables are ahead of this program."""
    for schema, applied in archive.migrations.items():
        if not set(applied) <= _known(schema):
            raise BackupNewer(file=archive.path)


async def put_back(
    url: str,
    archive: Archive,
    *,
    erased: Iterable[Tombstone],
    replace: bool,
    nothing_ran_since: bool,
    copies: Path,
) -> Settled:
    """`url` is a superuser's; roles and passwords there stay as they are.

    Raises:
        NetworkThere: without `replace`, where there are tables already.
        StillConnected: somebody works on the database.
        DumpFailed: nothing was restored; what was there is gone if it was to be replaced.
    """
    connection = await asyncpg.connect(url)
    try:
        await _clear(connection, replace=replace)
        with archive.stream(DATABASE) as source:
            await asyncio.to_thread(restore, url, source, copies=copies)
        await close_database(connection, database=await connection.fetchval(ITS_NAME))
        settled = await settle(connection, nothing_ran_since=nothing_ran_since)
        await remember(connection, erased)
    finally:
        await connection.close()
    return settled


async def _clear(connection: asyncpg.Connection, *, replace: bool) -> None:
    if await connection.fetchval(IS_USED) and not replace:
        raise NetworkThere(place="the database")
    others = await connection.fetchval(OTHERS)
    if others:
        raise StillConnected(count=others)
    await connection.execute(EMPTY)


def _known(schema: str) -> set[str]:
    if schema == "access":
        return set(access_migrations())
    own = migrations_in(schema, OWN[schema])
    return {one.name for one in (*migrations_in("shared", MESSAGING), *own)}
