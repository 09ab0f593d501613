"""The three services as processes of their own, on real servers."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from httpx import AsyncClient, HTTPError
from redis.asyncio import Redis

from deploy.provision import SERVICES
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from shared.messaging.streams import streams_read_by
from tests.asking import connect_everywhere
from tests.e2e.story import Network
from tests.ports import free_port
from tests.servers import FreshServers
from tests.waiting import until

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
LAST_LINES = 20
UNPUBLISHED = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
QUICK = {
    "HANDLER_TIMEOUT": "5",
    "CLAIM_AFTER": "11",
    "RELAY_PAUSE": "0.2",
    "REAP_PAUSE": "0.5",
}
QUICK_MAIL = {"SMTP_DATA_TIMEOUT": "1", "LEASE": "1", "SEND_PAUSE": "0.2", "RECOVER_PAUSE": "0.2"}


@dataclass
class ServiceProcess:
    name: str
    port: int
    settings: Mapping[str, str]
    log: Path
    _process: Process | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Returns once it is ready."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", f"services.{self.name}"),
                cwd=ROOT,
                env={"PATH": os.environ["PATH"], **self.settings},
                stdout=log,
                stderr=log,
            )
        async with AsyncClient(base_url=self.url) as client:
            await until(lambda: self._is_ready(client), seconds=60)

    async def kill(self) -> None:
        """No time to finish anything: SIGKILL."""
        assert self._process
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """Its exit code when it was told to end."""
        assert self._process
        if self._process.returncode is None:
            self._process.terminate()
        return await self.exit_code()

    async def exit_code(self) -> int:
        """Waits for it to end by itself."""
        assert self._process
        async with asyncio.timeout(60):
            return await self._process.wait()

    async def _is_ready(self, client: AsyncClient) -> bool:
        assert self._process
        assert self._process.returncode is None, self._last_words()
        try:
            return (await client.get("/health/ready")).is_success
        except HTTPError:
            return False

    def _last_words(self) -> str:
        return "\n".join([f"{self.name} ended:", *self.log.read_text().splitlines()[-LAST_LINES:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    services: Mapping[str, ServiceProcess]
    servers: FreshServers
    network: Network

    def __getitem__(self, service: str) -> ServiceProcess:
        return self.services[service]

    async def all_acted_on(self) -> None:
        """Wait until no event is on its way any more."""
        await until(self._on_the_way, lambda found: not found, seconds=60)

    async def _on_the_way(self) -> list[str]:
        async with Redis.from_url(self.servers.admin_broker_url) as redis:
            unread = [
                f"{stream} to {service}"
                for service in SERVICES
                for stream in streams_read_by(service)
                if not await _has_read_all(redis, stream, group=service)
            ]
        return unread + [service for service in SERVICES if await self._unpublished(service)]

    async def _unpublished(self, service: str) -> int:
        connection = await connect_everywhere(self.servers.database_url(service))
        try:
            return int(await connection.fetchval(UNPUBLISHED))
        finally:
            await connection.close()


@asynccontextmanager
async def running_apart(
    servers: FreshServers, *, smtp_port: int, logs: Path
) -> AsyncIterator[Apart]:
    """Started together; those still running at the end are stopped."""
    services = {
        name: ServiceProcess(name, port, _settings(name, servers, port, smtp_port), logs / name)
        for name, port in ((name, free_port()) for name in SERVICES)
    }
    async with AsyncExitStack() as stack:
        for service in services.values():
            stack.push_async_callback(service.stop)
        async with asyncio.TaskGroup() as group:
            for service in services.values():
                group.create_task(service.start())
        bearer = {"authorization": f"Bearer {await _admin_token(servers)}"}
        clients = {
            name: await stack.enter_async_context(AsyncClient(base_url=service.url, headers=bearer))
            for name, service in services.items()
        }
        yield Apart(services=services, servers=servers, network=Network(**clients))


async def _has_read_all(redis: "Redis", stream: str, *, group: str) -> bool:
    newest = (await redis.xinfo_stream(stream))["last-generated-id"]
    groups = await redis.xinfo_groups(stream)
    [mine] = [one for one in groups if one["name"] == group.encode()]
    return mine["last-delivered-id"] == newest and not mine["pending"]


def _settings(service: str, servers: FreshServers, port: int, smtp_port: int) -> dict[str, str]:
    settings = {
        "DATABASE_URL": servers.database_url(service),
        "BROKER_URL": servers.broker_url(service),
        "SECRET_KEY": service * 8,
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "LISTEN_PORT": str(port),
        **QUICK,
    }
    if service == "notifier":
        settings |= {
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(smtp_port),
            "SMTP_SECURITY": "none",
            "FALLBACK_SENDER": "post@koblingsboks.example",
            **QUICK_MAIL,
        }
    return {f"{service.upper()}_{name}": value for name, value in settings.items()}


async def _admin_token(servers: FreshServers) -> str:
    connection = await connect_everywhere(servers.database_url("registry"))
    try:
        return await Credentials(connection).create_token(Grant(role="admin"))
    finally:
        await connection.close()
