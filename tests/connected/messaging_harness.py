"""A small service of its own that keeps what it is told, for tests of the messaging."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis

from shared.events.base import Event, Source
from shared.events.listings import NeedPublished
from shared.messaging import MIGRATIONS
from shared.messaging.inbox import Inbox
from shared.messaging.outbox import Outbox
from shared.messaging.runtime import Messaging
from shared.settings import ServiceSettings
from shared.storage.migrations import Migration, migrate, migrations_in
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from tests.servers import FreshServers

KEPT = "CREATE TABLE kept (subject uuid NOT NULL, version int NOT NULL, title text NOT NULL)"
QUICK = {
    "handler_timeout": 0.5,
    "claim_after": 0.2,
    "relay_pause": 0.1,
    "reap_pause": 0.1,
    "reconcile_pause": 0.1,
    "reconcile_after": 0.5,
    "janitor_pause": 0.2,
}


@dataclass
class Keeper:
    """Keeps each need it is told of; a test may set `trouble` to make it fail."""

    pool: ConnectionPool
    trouble: Callable[[Event], None] = lambda _: None
    tries: list[Event] = field(default_factory=list)
    hangs: int = 0
    forgets: bool = False

    async def on_need_published(self, event: NeedPublished) -> None:
        async with self.pool.transaction() as connection:
            if not await Inbox(connection).claim(event):
                return
            await connection.execute(
                "INSERT INTO kept VALUES ($1, $2, $3)",
                event.subject,
                event.version,
                event.data.title,
            )
            if self.forgets:
                await connection.execute("DELETE FROM dead_letters")
            self.tries.append(event)
            if len(self.tries) <= self.hangs:
                await asyncio.Event().wait()
            self.trouble(event)

    async def titles(self) -> list[str]:
        with everywhere():
            async with self.pool.connection() as connection:
                rows = await connection.fetch("SELECT title FROM kept ORDER BY title")
        return [row["title"] for row in rows]

    async def dead_letters(self) -> list[dict[str, Any]]:
        with everywhere():
            async with self.pool.connection() as connection:
                return [dict(row) for row in await connection.fetch("SELECT * FROM dead_letters")]


def settings(fresh: FreshServers, service: Source, **given: Any) -> ServiceSettings:
    return ServiceSettings(
        database_url=fresh.database_url(service),
        broker_url=fresh.broker_url(service),
        secret_key="k" * 32,
        public_url="http://127.0.0.1:8000",
        **{**QUICK, **given},
    )


@asynccontextmanager
async def opened_pool(fresh: FreshServers, service: Source) -> AsyncIterator[ConnectionPool]:
    pool = ConnectionPool(fresh.database_url(service), schema=service)
    await pool.open()
    try:
        await migrate(pool, list(migrations_in("shared", MIGRATIONS)))
        yield pool
    finally:
        await pool.close()


@asynccontextmanager
async def keeper(fresh: FreshServers, **given: Any) -> AsyncIterator[tuple[Keeper, Messaging]]:
    """A matcher-like reader of listings, running."""
    async with opened_pool(fresh, "matcher") as pool:
        await migrate(pool, [Migration("kept", KEPT)])
        kept = Keeper(pool)
        messaging = Messaging(
            service="matcher",
            settings=settings(fresh, "matcher", **given.pop("settings", {})),
            pool=pool,
            handlers={NeedPublished: kept.on_need_published},
            **given,
        )
        await messaging.open()
        try:
            yield kept, messaging
        finally:
            await messaging.close()


@asynccontextmanager
async def other_reader(fresh: FreshServers) -> AsyncIterator[None]:
    """A notifier-like reader of listings, running: it has nothing to do with what it reads."""
    async with opened_pool(fresh, "notifier") as pool:
        messaging = Messaging(
            service="notifier", settings=settings(fresh, "notifier"), pool=pool, handlers={}
        )
        await messaging.open()
        try:
            yield
        finally:
            await messaging.close()


@asynccontextmanager
async def teller(fresh: FreshServers, **given: Any) -> AsyncIterator[ConnectionPool]:
    """A registry-like writer, running: what is put in its outbox leaves."""
    async with opened_pool(fresh, "registry") as pool:
        messaging = Messaging(
            service="registry",
            settings=settings(fresh, "registry", **given),
            pool=pool,
            handlers={},
        )
        await messaging.open()
        try:
            yield pool
        finally:
            await messaging.close()


async def tell(pool: ConnectionPool, *events: Event) -> None:
    with everywhere():
        async with pool.transaction() as connection:
            for event in events:
                await Outbox(connection).add(event)


@asynccontextmanager
async def broker(fresh: FreshServers) -> AsyncIterator["Redis"]:
    async with Redis.from_url(fresh.admin_broker_url) as redis:
        yield redis
