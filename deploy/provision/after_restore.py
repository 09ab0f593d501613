"""What is asked of a database that was restored by PostgreSQL's own programs."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import asyncpg

from deploy.provision.services import DATABASE
from deploy.provision.settling import settle
from deploy.provision.tombstones import Tombstone, lines_of, remember, tombstones


async def erased_lines(admin_dsn: str, *, database: str = DATABASE) -> str:
    async with _connected(admin_dsn, database) as connection:
        return lines_of(await tombstones(connection))


async def settle_database(
    admin_dsn: str,
    erased: Iterable[Tombstone],
    *,
    nothing_ran_since: bool,
    database: str = DATABASE,
) -> str:
    """What to tell whoever asked."""
    async with _connected(admin_dsn, database) as connection:
        settled = await settle(connection, nothing_ran_since=nothing_ran_since)
        await remember(connection, erased)
    return f"Settled. {settled.doubted} letters may have been sent since the backup: unknown."


@asynccontextmanager
async def _connected(dsn: str, database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn, database=database)
    try:
        yield connection
    finally:
        await connection.close()
