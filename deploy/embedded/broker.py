"""Valkey behind a private socket, keeping what it was given."""

import logging
import shutil
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.broker_users import ADMIN, user_lines
from deploy.embedded.errors import ServerDidNotStart
from deploy.embedded.folders import Folders
from deploy.embedded.processes import Program, ServerProcess, start, sweep_leftovers
from deploy.embedded.programs import valkey_program
from deploy.embedded.system_user import ServerUser

logger = logging.getLogger(__name__)

READY_SECONDS = 60.0
FILES = "appendonlydir"
#: What Valkey says last when it gives up on its file. A truncated end is no reason, but one that
#: is not in the last of its files is: it was killed while it wrote them anew.
UNREADABLE = (
    "the truncated file is not the last file",
    "Bad file format reading the append only file",
    "Unexpected end of file reading the append only file",
    "Unexpected EOF reading RDB file",
    "Internal error in RDB reading",
)
END_BYTES = 2000

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "dir": ".",
    "pidfile": "./valkey.pid",
    "daemonize": "no",
    "databases": "16",
    "appendonly": "yes",
    "appendfsync": "everysec",
    # A power cut may leave half a command at the end; the rest is good.
    "aof-load-truncated": "yes",
    "auto-aof-rewrite-min-size": "8mb",
    "save": '""',
    # Rather refuse an event, which the outbox then keeps, than forget one.
    "maxmemory": "256mb",
    "maxmemory-policy": "noeviction",
    "io-threads": "1",
    "loglevel": "notice",
}


class Broker:
    def __init__(
        self,
        folders: Folders,
        *,
        user: ServerUser,
        admin_password: str,
        passwords: Mapping[str, str],
    ) -> None:
        """`passwords` are those of the services, by their names."""
        self._folders = folders
        self._user = user
        self._admin_password = admin_password
        self._passwords = passwords
        self._process: ServerProcess | None = None
        self._program = Program(
            name="Valkey",
            folder=folders.valkey,
            log=folders.logs / "valkey.log",
            user=user,
            stop_signals=(signal.SIGTERM,),
        )

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.is_running

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """A file that Valkey cannot read is given up: all that was in it is in the outboxes too,
        and the reconcilers put it there again."""
        try:
            await self._start()
        except ServerDidNotStart:
            if not self._said_that_its_file_is_unreadable():
                raise
            logger.warning("The broker's file is damaged; it starts empty and is filled again.")
            shutil.rmtree(self._folders.valkey / FILES)
            await self._start()

    async def _start(self) -> None:
        program = valkey_program(user=self._user, copies=self._folders.programs)
        await self._forget_earlier_start()
        # Settings go in by a pipe: a command line is for everybody to read.
        self._process = start(self._program, [program, "-"], stdin=self._settings())
        await self._process.wait_until(self._is_ready, seconds=READY_SECONDS)

    async def stop(self) -> None:
        if self._process:
            await self._process.stop()

    @property
    def _socket(self) -> Path:
        return socket_path(self._folders.sockets)

    def _settings(self) -> bytes:
        settings = {**SETTINGS, "unixsocket": str(self._socket)}
        lines = [f"{name} {value}" for name, value in settings.items()]
        users = user_lines(admin_password=self._admin_password, passwords=self._passwords)
        return "".join(f"{line}\n" for line in [*lines, *users]).encode()

    def _said_that_its_file_is_unreadable(self) -> bool:
        return any(word in end_of(self._program.log) for word in UNREADABLE)

    def _is_ready(self) -> bool:
        """Whether it answers and has read its file to the end."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self._socket))
                client.sendall(f"AUTH {ADMIN} {self._admin_password}\r\nPING\r\n".encode())
                return client.makefile("rb").read(len(b"+OK\r\n+PONG")).endswith(b"+PONG")
            except OSError:
                return False

    async def _forget_earlier_start(self) -> None:
        pid_file = self._folders.valkey / "valkey.pid"
        if pid_file.exists():
            await sweep_leftovers(self._program)
            pid_file.unlink(missing_ok=True)


def end_of(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - END_BYTES))
        return file.read().decode("utf-8", "replace")


def socket_path(sockets: Path) -> Path:
    return sockets / "valkey.sock"


def broker_url(*, user: str, password: str, sockets: Path) -> str:
    return f"unix://{user}:{password}@{socket_path(sockets)}"
