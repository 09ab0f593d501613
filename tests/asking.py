"""How tests ask a service's tables directly: as the system itself, which sees all regions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.storage.pool import Connection, ConnectionPool
from shared.storage.scope import everywhere


async def connect_everywhere(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(url, server_settings={"app.regions": "*"})


@asynccontextmanager
async def all_rows(pool: ConnectionPool) -> AsyncIterator[Connection]:
    with everywhere():
        async with pool.transaction() as connection:
            yield connection
