"""Everything that runs while faults are tried: real servers, service processes, lines between."""

import asyncio
import os
import shutil
import signal
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
from redis.asyncio import Redis

from deploy.embedded.servers import EmbeddedServers, embedded_servers
from deploy.embedded.system_user import server_user
from deploy.provision import SERVICES
from shared.access.credentials import Credentials, Grant
from tests.asking import connect_everywhere
from tests.faults.patience import patient
from tests.faults.processes import Process, prepare_forks
from tests.faults.proxy import Line, line
from tests.faults.sink import HOST, Sink, sink
from tests.ports import free_port

LOOK_SECONDS = 0.05
SOCKETS = {"postgres": ".s.PGSQL.5432", "valkey": "valkey.sock"}
#: As in production, only everything waits less; claim_after stays above twice the timeout.
QUICK = {
    "HANDLER_TIMEOUT": str(patient(2)),
    "CLAIM_AFTER": str(patient(4.2)),
    "RELAY_PAUSE": "0.1",
    "REAP_PAUSE": "0.2",
    "RECONCILE_PAUSE": "0.2",
    "RECONCILE_AFTER": "0.6",
    "JANITOR_PAUSE": "0.3",
}
OWN = {
    "registry": {"EXPIRY_PAUSE": "5"},
    "matcher": {"THRESHOLD": "0.5", "CLOCK_PAUSE": "1", "EMBED_PAUSE": "1"},
    "notifier": {
        "SMTP_HOST": HOST,
        "SMTP_SECURITY": "starttls",
        "SMTP_USERNAME": "kb",
        "SMTP_PASSWORD": "kb",
        "SMTP_TIMEOUT": "1.5",
        "SMTP_DATA_TIMEOUT": "2",
        "FALLBACK_SENDER": "post@koblingsboks.example",
        "SEND_PAUSE": "0.2",
        "RECOVER_PAUSE": "0.2",
        "LEASE": "2",
        "RETRY_FIRST": "0.2",
        "RETRY_LONGEST": "0.5",
        "GIVE_UP_AFTER": str(patient(90)),
    },
}


@dataclass
class World:
    folder: Path
    servers: EmbeddedServers
    sink: Sink
    lines: dict[tuple[str, str], Line]  #: by service and server
    processes: dict[str, Process]  #: by service: the one of each that is always there
    token: str
    spares: list[Process] = field(default_factory=list)

    def lines_to(self, server: str) -> list[Line]:
        return [one for (_, far), one in self.lines.items() if far == server]

    @property
    def everybody(self) -> list[Process]:
        return [*self.processes.values(), *self.spares]

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[asyncpg.Connection]:
        """The database as its superuser sees it."""
        connection = await asyncpg.connect(self.servers.admin_dsn, timeout=10, command_timeout=60)
        try:
            yield connection
        finally:
            await connection.close(timeout=5)

    @asynccontextmanager
    async def broker(self) -> AsyncIterator["Redis"]:
        async with Redis.from_url(self.servers.admin_broker_url) as redis:
            yield redis

    async def another(self, service: str) -> Process:
        """One more process of a service, until the round ends."""
        spare = _process(self, service, instance=str(1 + len(self.spares)), port=free_port())
        self.spares.append(spare)
        await spare.start()
        return spare

    def set_clock(self, seconds: float) -> None:
        unfinished = self.folder / "clock.new"
        unfinished.write_text(str(seconds))
        unfinished.replace(self.folder / "clock")

    async def keep_running(self) -> None:
        """Start again what ended without being told to, as whoever runs it does."""
        while True:
            for process in self.everybody:
                if process.wanted and not process.is_running:
                    process.ended_by_itself += 1
                    process.launch()
            await asyncio.sleep(LOOK_SECONDS)

    async def heal(self) -> None:
        """No fault any more: servers answer, services run, lines are open."""
        for one in self.lines.values():
            one.heal()
        self.sink.heal()
        self.set_clock(0)
        await self._restart_servers()
        for process in self.everybody:
            process.disarm()
            process.signal(signal.SIGCONT)
        for process in self.processes.values():
            if process.changed:
                process.changed.clear()
                await process.stop()
            if not process.is_running:
                process.launch()
        await asyncio.gather(*(process.ready() for process in self.processes.values()))

    async def dismiss_spares(self) -> None:
        await asyncio.gather(*(spare.stop() for spare in self.spares))
        self.spares.clear()

    async def _restart_servers(self) -> None:
        for server in (self.servers.postgres, self.servers.broker):
            if not server.is_running:
                await server.start()


@asynccontextmanager
async def running_world() -> AsyncIterator[World]:
    prepare_forks()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(_folder())
        servers = await stack.enter_async_context(
            embedded_servers(folder / "data", supervised=False)
        )
        post = await stack.enter_async_context(sink())
        _certify(folder, post)
        world = World(folder, servers, post, lines={}, processes={}, token="")
        for service in SERVICES:
            await _lay_lines(world, service, stack)
            world.processes[service] = _process(world, service, instance="0", port=free_port())
        for process in world.processes.values():
            process.launch()
        stack.push_async_callback(_end, world)
        await asyncio.gather(*(process.ready() for process in world.processes.values()))
        world.token = await _admin_token(world)
        keeping = asyncio.create_task(world.keep_running())
        stack.push_async_callback(_cancel, keeping)
        yield world


@contextmanager
def _folder() -> Iterator[Path]:
    """In memory where we may: then its disk can be filled without filling anybody else's."""
    with TemporaryDirectory(prefix="koblingsboks-faults-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "data").mkdir()
        mounted = os.geteuid() == 0 and _mount(folder / "data")
        try:
            yield folder
        finally:
            if mounted:
                subprocess.run(["umount", "-l", folder / "data"], check=False)


def _mount(folder: Path) -> bool:
    mount = shutil.which("mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=640m,mode=0700", "tmpfs", folder]
    return bool(mount) and subprocess.run(command, check=False, capture_output=True).returncode == 0


def is_small_disk(folder: Path) -> bool:
    """Whether the data lies on a disk of its own that may be filled."""
    return os.path.ismount(folder / "data")


async def _lay_lines(world: World, service: str, stack: AsyncExitStack) -> None:
    folder = world.folder / service
    folder.mkdir()
    server_user().own(folder)
    for server, name in SOCKETS.items():
        far = world.servers.folders.sockets / name
        world.lines[service, server] = await stack.enter_async_context(line(folder / name, far))


def _process(world: World, service: str, *, instance: str, port: int) -> Process:
    settings = {**_addresses(world, service), **QUICK, **OWN[service], "LISTEN_PORT": str(port)}
    if service == "notifier":
        settings["SMTP_PORT"] = str(world.sink.port)
    return Process(
        service=service,
        instance=instance,
        port=port,
        settings={
            "SSL_CERT_FILE": str(world.folder / "own.crt"),
            **{f"{service.upper()}_{name}": value for name, value in settings.items()},
        },
        folder=world.folder,
    )


def _addresses(world: World, service: str) -> dict[str, str]:
    """Those of the servers, only that every way leads through a line of ours."""
    own, sockets = str(world.folder / service), str(world.servers.folders.sockets)
    return {
        "DATABASE_URL": world.servers.database_url(service).replace(sockets, own),
        "BROKER_URL": world.servers.broker_url(service).replace(sockets, own),
        "SECRET_KEY": service * 8,
        "PUBLIC_URL": "http://127.0.0.1:8000",
    }


def _certify(folder: Path, post: Sink) -> None:
    """Two certificates; the notifier trusts the first."""
    for name in ("own", "stranger"):
        key, certificate = folder / f"{name}.key", folder / f"{name}.crt"
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=peer.example"
        options = ["-addext", f"subjectAltName=IP:{HOST}", "-keyout", key, "-out", certificate]
        subprocess.run([*command.split(), *options], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        post.certificates[name] = context


async def _admin_token(world: World) -> str:
    connection = await connect_everywhere(world.servers.database_url("registry"))
    try:
        return await Credentials(connection).create_token(Grant(role="admin"))
    finally:
        await connection.close()


async def _end(world: World) -> None:
    world.sink.release()
    for process in world.everybody:
        process.wanted = False
        process.signal(signal.SIGCONT)
        process.signal(signal.SIGKILL)


async def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
