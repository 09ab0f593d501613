"""Everything the registry keeps, and the transactions it is written in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from services.registry.domain.errors import TextsTooLong
from services.registry.storage.erasures import Erasures
from services.registry.storage.introductions import Introductions
from services.registry.storage.listings import Listings
from services.registry.storage.partners import Partners
from services.registry.storage.regions import Regions
from shared.events.reading import EventTooLarge
from shared.messaging import MIGRATIONS as MESSAGING
from shared.messaging.inbox import Inbox
from shared.messaging.outbox import Outbox
from shared.storage.migrations import migrate, migrations_in
from shared.storage.pool import ConnectionPool

SCHEMA = "registry"
MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything written through one of these is kept together, or not at all."""

    regions: Regions
    partners: Partners
    listings: Listings
    introductions: Introductions
    erasures: Erasures
    outbox: Outbox
    inbox: Inbox


class Database:
    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    async def migrate(self) -> None:
        migrations = [*migrations_in("shared", MESSAGING), *migrations_in("registry", MIGRATIONS)]
        await migrate(self._pool, migrations)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Raises TextsTooLong, with nothing written, when an event would not fit its stream."""
        try:
            async with self._pool.transaction() as connection:
                yield Transaction(
                    Regions(connection),
                    Partners(connection),
                    Listings(connection),
                    Introductions(connection),
                    Erasures(connection),
                    Outbox(connection),
                    Inbox(connection),
                )
        except EventTooLarge as error:
            raise TextsTooLong from error

    @asynccontextmanager
    async def one_transaction(self) -> AsyncIterator[Transaction]:
        """Every `transaction()` within the block is a part of this one, undone by itself when it
        fails, and with the whole when the block does."""
        async with self._pool.joining(), self.transaction() as tx:
            yield tx
