"""Pooled connections, and transactions that join the one already open in this task."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from shared.failpoints import failpoint
from shared.storage.scope import served, set_local

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"

CONNECT_SECONDS = 10.0
# Without a limit a statement waits for ever on a server that went away in the middle.
STATEMENT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Joined:
    """A transaction that others join, and what it sees itself."""

    connection: Connection
    served: str


class ConnectionPool:
    """Cold until opened: building one touches no network."""

    def __init__(self, url: str, *, schema: str, size: int = 6) -> None:
        self.schema = schema
        self._url = url
        self._size = size
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._joined: ContextVar[_Joined | None] = ContextVar(f"joined_{schema}", default=None)

    async def open(self) -> None:
        self._pool = await asyncpg.create_pool(
            self._url,
            min_size=1,
            max_size=self._size,
            timeout=CONNECT_SECONDS,
            command_timeout=STATEMENT_SECONDS,
            server_settings=self._server_settings(),
            reset=_leave_as_it_is,
        )

    async def close(self) -> None:
        if self._pool:
            await self._pool.close()

    async def dedicated(self) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of one's own, outside the pool; the caller closes it."""
        return await asyncpg.connect(
            self._url, timeout=CONNECT_SECONDS, server_settings=self._server_settings()
        )

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection to read with: one moment of what the one we serve may see."""
        async with self._begun() as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Everything written through this connection is kept together, or not at all.

        It sees what `scope.served()` says when it begins. Inside `joining()` it becomes a
        savepoint of the surrounding transaction, which afterwards sees what it saw before.
        """
        async with self._begun() as connection:
            yield connection
            failpoint("before COMMIT")
        failpoint("after COMMIT")

    @asynccontextmanager
    async def joining(self) -> AsyncIterator[Connection]:
        """A transaction that every `transaction()` of the same task joins."""
        async with self.transaction() as connection, self._join(connection):
            yield connection

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[Connection]:
        if joined := self._joined.get():
            async with _savepoint(joined), self._join(joined.connection):
                yield joined.connection
            return
        async with self._opened.acquire() as connection, _transaction(connection):
            yield connection

    @asynccontextmanager
    async def _join(self, connection: Connection) -> AsyncIterator[None]:
        token = self._joined.set(_Joined(connection, served()))
        try:
            yield
        finally:
            self._joined.reset(token)

    @property
    def _opened(self) -> "asyncpg.Pool[asyncpg.Record]":
        assert self._pool, "open() the pool first"
        return self._pool

    def _server_settings(self) -> dict[str, str]:
        return {
            "application_name": f"koblingsboks-{self.schema}",
            "search_path": f"{self.schema}, extensions",
            "timezone": "UTC",
        }


async def _leave_as_it_is(_: Connection) -> None:
    """Everything set is set for one transaction, locks end with it, and whoever listens has a
    connection of their own: nothing of a session is left to be cleared by one more round trip.
    A transaction that was left open has been rolled back already."""


@asynccontextmanager
async def _transaction(connection: Connection) -> AsyncIterator[None]:
    try:
        # Begun by hand: telling whom we serve costs no round trip of its own that way.
        await connection.execute(f"BEGIN; {set_local(served())}")
        yield
    except BaseException:
        await connection.execute("ROLLBACK")
        raise
    await connection.execute("COMMIT")


@asynccontextmanager
async def _savepoint(joined: _Joined) -> AsyncIterator[None]:
    await joined.connection.execute(f"SAVEPOINT joined; {set_local(served())}")
    try:
        yield
    except BaseException:
        await joined.connection.execute("ROLLBACK TO SAVEPOINT joined; RELEASE SAVEPOINT joined")
        raise
    await joined.connection.execute(f"RELEASE SAVEPOINT joined; {set_local(joined.served)}")
