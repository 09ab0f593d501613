"""PostgreSQL with pgvector: behind a private socket, everybody with a password."""

import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from deploy.embedded.folders import Folders, private_folder
from deploy.embedded.processes import Program, ServerProcess, start, sweep_leftovers
from deploy.embedded.programs import postgres_programs
from deploy.embedded.system_user import ServerUser

ADMIN = "postgres"
PORT = 5432
READY_SECONDS = 120.0
WHO_MAY_CONNECT = "local all all scram-sha-256\n"

# Full-text search still asks the system's own locale what a letter is; C alone knows no æ, ø, å.
SYSTEM_LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
LOCALE = (
    "--encoding=UTF8",
    f"--locale={SYSTEM_LOCALE}",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "60",
    # Small: all services and the database share 700 MB.
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "io_method": "sync",
    "jit": "off",
    "huge_pages": "off",
    # What is answered as saved stays saved.
    "fsync": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_statement": "none",
    # Statements that fail hold people's words; they do not belong in a log.
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class Postgres:
    def __init__(self, folders: Folders, *, user: ServerUser, admin_password: str) -> None:
        self._folders = folders
        self._user = user
        self._admin_password = admin_password
        self._process: ServerProcess | None = None
        self._program = Program(
            name="PostgreSQL",
            folder=folders.postgres,
            log=folders.logs / "postgres.log",
            user=user,
            # Fast: roll back what is open and leave a clean state. Then immediate: recover later.
            stop_signals=(signal.SIGINT, signal.SIGQUIT),
        )

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.is_running

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        programs = postgres_programs(user=self._user, copies=self._folders.programs)
        if not self._folders.postgres.exists():
            await self._create(programs / "initdb")
        await self._forget_earlier_start()
        settings = {**SETTINGS, "unix_socket_directories": str(self._folders.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [programs / "postgres", "-D", self._folders.postgres, *options]
        self._process = start(self._program, command)
        await self._process.wait_until(self._is_ready, seconds=READY_SECONDS)

    async def stop(self) -> None:
        if self._process:
            await self._process.stop()

    @property
    def _pid_file(self) -> Path:
        return self._folders.postgres / "postmaster.pid"

    def _is_ready(self) -> bool:
        try:
            lines = self._pid_file.read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    async def _forget_earlier_start(self) -> None:
        """The file outlives a crash, and its number may meanwhile belong to another process of
        the same user, for which PostgreSQL would refuse to start."""
        if self._pid_file.exists():
            await sweep_leftovers(self._program)
            self._pid_file.unlink(missing_ok=True)

    async def _create(self, initdb: Path) -> None:
        """Whole or not at all: a cluster half made by a start that was killed is made anew."""
        unfinished = self._folders.postgres.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        private_folder(unfinished, user=self._user)
        password = self._folders.sockets / "password"
        _write_private(password, self._admin_password, user=self._user)
        try:
            await self._run_initdb(initdb, unfinished, password)
        finally:
            password.unlink()
        (unfinished / "pg_hba.conf").write_text(WHO_MAY_CONNECT)
        unfinished.rename(self._folders.postgres)

    async def _run_initdb(self, initdb: Path, folder: Path, password: Path) -> None:
        options = [f"--username={ADMIN}", f"--pwfile={password}", "--auth=scram-sha-256"]
        program = replace(
            self._program, name="initdb", folder=folder, stop_signals=(signal.SIGKILL,)
        )
        process = start(program, [initdb, "-D", folder, "--data-checksums", *options, *LOCALE])
        try:
            await process.succeeded(seconds=READY_SECONDS)
        finally:
            await process.stop()


def database_url(*, user: str, password: str, sockets: Path, database: str) -> str:
    """The address as libpq and asyncpg read it. The port stops PGPORT from meddling."""
    return f"postgresql://{user}:{quote(password)}@/{database}?host={sockets}&port={PORT}"


def _write_private(file: Path, text: str, *, user: ServerUser) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    user.own(file)
