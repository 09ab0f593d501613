"""Everything the registry keeps, and the transactions it is written in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from services.registry.domain.errors import TextsTooLong
from services.registry.storage.applications import Applications
from services.registry.storage.directory import Directory
from services.registry.storage.drafts import Drafts
from services.registry.storage.erasures import Erasures
from services.registry.storage.introductions import Introductions
from services.registry.storage.invitations import Invitations
from services.registry.storage.kept_forms import KeptForms
from services.registry.storage.listings import Listings
from services.registry.storage.partners import Partners
from services.registry.storage.people import People
from services.registry.storage.prepared_imports import PreparedImports
from services.registry.storage.regions import Regions
from services.registry.storage.sign_in_grants import SignInGrants
from shared.access.credentials import Credentials
from shared.access.limits import Limits
from shared.access.sessions import Sessions
from shared.access.sign_in_links import SignInLinks
from shared.audit.log import AuditLog
from shared.events.reading import EventTooLarge
from shared.messaging import MIGRATIONS as MESSAGING
from shared.messaging.inbox import Inbox
from shared.messaging.outbox import Outbox
from shared.storage.migrations import migrate, migrations_in
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere

SCHEMA = "registry"
MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything written through one of these is kept together, or not at all."""

    regions: Regions
    partners: Partners
    listings: Listings
    drafts: Drafts
    directory: Directory
    kept_forms: KeptForms
    introductions: Introductions
    applications: Applications
    invitations: Invitations
    prepared_imports: PreparedImports
    erasures: Erasures
    people: People
    sign_in_grants: SignInGrants
    sign_in_links: SignInLinks
    sessions: Sessions
    credentials: Credentials
    limits: Limits
    outbox: Outbox
    inbox: Inbox
    audit: AuditLog


class Database:
    """`secret_key` hides what tries are counted of; only who counts them needs it."""

    def __init__(self, pool: ConnectionPool, *, secret_key: str = "") -> None:
        self._pool = pool
        self._secret_key = secret_key

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
                    Drafts(connection),
                    Directory(connection),
                    KeptForms(connection),
                    Introductions(connection),
                    Applications(connection),
                    Invitations(connection),
                    PreparedImports(connection),
                    Erasures(connection),
                    People(connection),
                    SignInGrants(connection),
                    SignInLinks(connection),
                    Sessions(connection),
                    Credentials(connection),
                    Limits(connection, key=self._secret_key),
                    Outbox(connection),
                    Inbox(connection),
                    AuditLog(connection),
                )
        except EventTooLarge as error:
            raise TextsTooLong from error

    @asynccontextmanager
    async def everywhere(self) -> AsyncIterator[Transaction]:
        """A transaction about people, who may be of several regions at once."""
        with everywhere():
            async with self.transaction() as tx:
                yield tx

    @asynccontextmanager
    async def one_transaction(self) -> AsyncIterator[Transaction]:
        """Every `transaction()` within the block is a part of this one, undone by itself when it
        fails, and with the whole when the block does."""
        async with self._pool.joining(), self.transaction() as tx:
            yield tx
