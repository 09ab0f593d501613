"""Real servers for tests, started once; every test gets an empty database and an empty broker."""

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

import asyncpg
import pytest
import pytest_asyncio
from anyio.from_thread import start_blocking_portal
from redis.asyncio import Redis

from deploy.embedded.mailbox import Mailbox
from deploy.embedded.secrets import Secrets
from deploy.embedded.servers import EmbeddedServers, embedded_servers
from deploy.provision import SERVICES, provision
from deploy.provision.provisioning import close_database

TEMPLATE = "koblingsboks_template"
CREATE = "CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"
DROP = "DROP DATABASE {name} WITH (FORCE)"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshServers:
    """What one test works with. The mailbox is shared: look for letters by their address."""

    database: str
    admin_dsn: str
    database_urls: dict[str, str]
    admin_broker_url: str
    broker_urls: dict[str, str]
    mailbox: Mailbox

    def database_url(self, service: str) -> str:
        return self.database_urls[service]

    def broker_url(self, service: str) -> str:
        return self.broker_urls[service]


class RunningServers(Protocol):
    """What embedded servers and containers have in common."""

    @property
    def secrets(self) -> Secrets: ...
    @property
    def mailbox(self) -> Mailbox: ...
    @property
    def admin_dsn(self) -> str: ...
    @property
    def admin_broker_url(self) -> str: ...
    def broker_url(self, service: str) -> str: ...
    def admin_database_url(self, database: str) -> str: ...
    def database_url(self, service: str, *, database: str = ...) -> str: ...


Running = TypeVar("Running", bound=RunningServers)


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Iterator[RunningServers]:
    """Embedded ones, or containers where these were asked for."""
    if not request.config.getoption("containers"):
        yield request.getfixturevalue("embedded")
        return
    from tests.containers import container_servers

    with provisioned(container_servers) as running:
        yield running


@pytest.fixture(scope="session")
def embedded() -> Iterator[EmbeddedServers]:
    """For tests about the embedded servers themselves."""
    with provisioned(embedded_servers) as running:
        yield running


@contextmanager
def provisioned(
    servers_in: Callable[[Path], AbstractAsyncContextManager[Running]],
) -> Iterator[Running]:
    """They live in a thread with a loop of its own: tests come and go with theirs."""
    with (
        short_lived_folder() as data,
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(servers_in(data)) as running,
    ):
        passwords = running.secrets.database_passwords()
        portal.call(lambda: provision(running.admin_dsn, passwords, database=TEMPLATE))
        yield running


@pytest_asyncio.fixture
async def fresh(servers: RunningServers) -> AsyncIterator[FreshServers]:
    async with fresh_servers(servers) as emptied:
        yield emptied


@asynccontextmanager
async def fresh_servers(servers: RunningServers) -> AsyncIterator[FreshServers]:
    """A new database and an empty broker."""
    async with fresh_database(servers) as database:
        await empty_broker(servers)
        yield FreshServers(
            database=database,
            admin_dsn=servers.admin_database_url(database),
            database_urls={
                service: servers.database_url(service, database=database) for service in SERVICES
            },
            admin_broker_url=servers.admin_broker_url,
            broker_urls={service: servers.broker_url(service) for service in SERVICES},
            mailbox=servers.mailbox,
        )


@contextmanager
def short_lived_folder() -> Iterator[Path]:
    """Not below pytest's own folder: each new run of pytest closes that one to all but root, and
    the database of an earlier run, which is another user then, would lose its way."""
    with TemporaryDirectory(prefix="koblingsboks-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "data"


@asynccontextmanager
async def fresh_database(servers: RunningServers) -> AsyncIterator[str]:
    """The name of a copy of the provisioned template, dropped afterwards."""
    name = f"test_{next(_numbers)}"
    admin = await asyncpg.connect(servers.admin_database_url("postgres"))
    try:
        await admin.execute(CREATE.format(name=name, template=TEMPLATE))
        await close_database(admin, database=name)
        yield name
        await admin.execute(DROP.format(name=name))
    finally:
        await admin.close()


async def empty_broker(servers: RunningServers) -> None:
    async with Redis.from_url(servers.admin_broker_url) as redis:
        await redis.flushall()
