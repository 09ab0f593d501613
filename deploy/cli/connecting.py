"""Servers and app of a data folder: those that run already, or our own for as long as we work."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import asyncpg

from deploy.cli.errors import NoDataYet, NotAnswering
from deploy.cli.talking import tell
from deploy.embedded.errors import SecretsLost
from deploy.embedded.lock import holder
from deploy.embedded.running import Running, running_on
from deploy.embedded.servers import Addresses, addresses, embedded_servers
from deploy.embedded.up import everything

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.1

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    servers: Addresses
    are_ours: bool  #: started for this command, and stopped after it


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    servers: Addresses
    url: str


@asynccontextmanager
async def connected_servers(data: Path, *, may_create: bool = False) -> AsyncIterator[Connected]:
    """`may_create` makes a new database where there is none.

    Raises:
        NoDataYet, NotAnswering, EmbeddedError
    """
    beside = await _beside(data, _reachable_servers)
    if beside:
        yield Connected(servers=beside, are_ours=False)
        return
    _check_data(data, may_create=may_create)
    tell(f"Nothing runs on {data}; starting its servers for this command …")
    async with embedded_servers(data) as servers:
        yield Connected(servers=servers, are_ours=True)


@asynccontextmanager
async def connected_app(data: Path, *, may_create: bool = True) -> AsyncIterator[App]:
    """Raises NoDataYet, NotAnswering or EmbeddedError."""
    running = await running_app(data)
    if running:
        yield App(servers=addresses(data), url=running.url)
        return
    _check_data(data, may_create=may_create)
    tell(f"Nothing runs on {data}; starting everything for this command …")
    async with everything(data) as started:
        yield App(servers=started.servers, url=started.url)


def _check_data(data: Path, *, may_create: bool) -> None:
    if not (may_create or (data / "secrets.json").exists()):
        raise NoDataYet(folder=data)


async def running_app(data: Path) -> Running | None:
    return await _beside(data, _announced)


async def _beside(data: Path, look: Callable[[Path], Awaitable[Found | None]]) -> Found | None:
    """What the process that holds the folder offers, once it is up; None when nobody holds it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while pid := holder(data):
        found = await look(data)
        if found:
            return found
        if time.monotonic() > deadline:
            raise NotAnswering(pid=pid, folder=data)
        await asyncio.sleep(PAUSE_SECONDS)
    return None


async def _announced(data: Path) -> Running | None:
    return running_on(data)


async def _reachable_servers(data: Path) -> Addresses | None:
    try:
        servers = addresses(data)
        connection = await asyncpg.connect(servers.database_url("registry"), timeout=5)
    except (OSError, SecretsLost, asyncpg.PostgresError, TimeoutError):
        return None
    await connection.close()
    return servers
