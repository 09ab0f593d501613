"""Database, broker and mailbox of one data folder, started and stopped together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.broker import Broker, broker_url
from deploy.embedded.broker_users import ADMIN as BROKER_ADMIN
from deploy.embedded.checks import check_disk, check_folder
from deploy.embedded.errors import RestoreUnfinished
from deploy.embedded.folders import Folders, close_sockets, prepare
from deploy.embedded.lock import locked
from deploy.embedded.mailbox import Mailbox
from deploy.embedded.postgres import ADMIN, Postgres, database_url
from deploy.embedded.secrets import Secrets, ensure_secrets, read_secrets
from deploy.embedded.supervision import Server, keep_running
from deploy.embedded.system_user import server_user
from deploy.provision import DATABASE, provision


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers of a data folder are, for the one that runs them and those beside it."""

    folders: Folders
    secrets: Secrets

    @property
    def admin_dsn(self) -> str:
        return self.admin_database_url(DATABASE)

    def admin_database_url(self, database: str) -> str:
        return database_url(
            user=ADMIN,
            password=self.secrets.admin_database_password,
            sockets=self.folders.sockets,
            database=database,
        )

    def database_url(self, service: str, *, database: str = DATABASE) -> str:
        """For "registry", "matcher" or "notifier"."""
        return database_url(
            user=service,
            password=self.secrets.database_password(service),
            sockets=self.folders.sockets,
            database=database,
        )

    @property
    def admin_broker_url(self) -> str:
        password = self.secrets.admin_broker_password
        return broker_url(user=BROKER_ADMIN, password=password, sockets=self.folders.sockets)

    def broker_url(self, service: str) -> str:
        password = self.secrets.broker_password(service)
        return broker_url(user=service, password=password, sockets=self.folders.sockets)

    def secret_key(self, service: str) -> str:
        return self.secrets.secret_key(service)


@dataclass(frozen=True, slots=True)
class EmbeddedServers(Addresses):
    mailbox: Mailbox
    postgres: Postgres
    broker: Broker


def addresses(data: Path) -> Addresses:
    """Of a folder that another process runs on; starts nothing."""
    data = data.resolve()
    return Addresses(Folders(data), read_secrets(data))


@asynccontextmanager
async def embedded_servers(
    data: Path, *, supervised: bool = True
) -> AsyncIterator[EmbeddedServers]:
    """Run them in a loop whose thread lives as long as they shall: they end with it.

    `supervised` ones are started again when they end by themselves.
    """
    data = _checked(data)
    async with AsyncExitStack() as stack:
        stack.enter_context(locked(data))
        servers = _cold(data)
        stack.callback(close_sockets, servers.folders)
        stack.push_async_callback(servers.mailbox.stop)
        stack.push_async_callback(_stop, servers.postgres, servers.broker)
        await _start(servers)
        watched = (("PostgreSQL", servers.postgres), ("Valkey", servers.broker))
        for name, server in watched if supervised else ():
            watch = asyncio.create_task(keep_running(server, name=name))
            stack.push_async_callback(_end, watch)
        yield servers


def _checked(data: Path) -> Path:
    check_folder(data)
    check_disk(data)
    if Folders(data).restoring.exists():
        raise RestoreUnfinished(folder=data)
    return data.resolve()


def _cold(data: Path) -> EmbeddedServers:
    user = server_user()
    folders = prepare(data, user=user)
    secrets = ensure_secrets(data)
    return EmbeddedServers(
        folders=folders,
        secrets=secrets,
        mailbox=Mailbox(folders.mailbox, password=secrets.mailbox_password),
        postgres=Postgres(folders, user=user, admin_password=secrets.admin_database_password),
        broker=Broker(
            folders,
            user=user,
            admin_password=secrets.admin_broker_password,
            passwords=secrets.broker_passwords(),
        ),
    )


async def _start(servers: EmbeddedServers) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(servers.broker.start())
            group.create_task(servers.mailbox.start())
            group.create_task(_start_database(servers))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures


async def _start_database(servers: EmbeddedServers) -> None:
    await servers.postgres.start()
    await provision(servers.admin_dsn, servers.secrets.database_passwords())


async def _stop(*servers: Server) -> None:
    await asyncio.gather(*(server.stop() for server in servers))


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
