"""Servers as child processes: started, waited for, stopped, and swept up after a crash."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.embedded import launch
from deploy.embedded.errors import ServerDidNotStart
from deploy.embedded.system_user import ADMIN_PATH, ServerUser

PAUSE = 0.01
STOP_SECONDS = 20.0
KILL_SECONDS = 5.0
LONGEST_LOG = 5 * 2**20
ENVIRONMENT = {"PATH": ADMIN_PATH, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Program:
    """How one server is run. Its folder is its working folder, by which we know it again."""

    name: str
    folder: Path
    log: Path
    user: ServerUser
    stop_signals: tuple[signal.Signals, ...]


def start(
    program: Program, command: Sequence[str | Path], *, stdin: bytes = b""
) -> "ServerProcess":
    """Must be called in a thread that lives as long as the server: with it the server dies."""
    _shorten(program.log)
    facts = (os.getpid(), program.user.uid, program.user.gid, int(program.stop_signals[0]))
    with program.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", launch.__file__, *map(str, facts), *map(str, command)],
            cwd=program.folder,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            # Ctrl-C in the terminal is for us; we stop the servers after the services.
            start_new_session=True,
        )
    if process.stdin:
        process.stdin.write(stdin)
        process.stdin.close()
    return ServerProcess(program, process)


class ServerProcess:
    def __init__(self, program: Program, process: subprocess.Popen[bytes]) -> None:
        self._program = program
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    async def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Recovery after a crash takes its time, so the limit is for what hangs."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running:
                raise self._failure(f"it ended with code {self._process.returncode}")
            if time.monotonic() > deadline:
                raise self._failure(f"it was not ready after {seconds:.0f} s")
            await asyncio.sleep(PAUSE)

    async def succeeded(self, *, seconds: float) -> None:
        """For programs that do one thing and end."""
        if not await _within(seconds, lambda: not self.is_running):
            raise self._failure(f"it was not done after {seconds:.0f} s")
        if self._process.returncode:
            raise self._failure(f"it ended with code {self._process.returncode}")

    async def stop(self) -> None:
        """Ask politely, then less politely."""
        for sign in self._program.stop_signals:
            if self.is_running:
                self._process.send_signal(sign)
            if await _within(STOP_SECONDS, lambda: not self.is_running):
                return
        self._process.kill()
        await _within(KILL_SECONDS, lambda: not self.is_running)

    def _failure(self, reason: str) -> ServerDidNotStart:
        return ServerDidNotStart(server=self._program.name, reason=reason, log=self._program.log)


async def sweep_leftovers(program: Program) -> None:
    """Stop what an earlier start on the same folder left running. Needs the folder's lock."""
    for sign in (*program.stop_signals, signal.SIGKILL):
        for process in leftovers(program.folder):
            _signal(process, sign)
        if await _within(STOP_SECONDS, lambda: not leftovers(program.folder)):
            return


def leftovers(folder: Path) -> list[psutil.Process]:
    """Server processes at work in the folder. A number in a pid file may be anybody's by now."""
    return [process for process in psutil.process_iter() if _is_server_of(process, folder)]


def _is_server_of(process: psutil.Process, folder: Path) -> bool:
    try:
        return (
            process.name() in ("postgres", "valkey-server")
            and Path(process.cwd()) == folder
            and process.status() != psutil.STATUS_ZOMBIE
        )
    except (psutil.Error, OSError):
        return False


def _signal(process: psutil.Process, sign: signal.Signals) -> None:
    try:
        process.send_signal(sign)
    except psutil.NoSuchProcess:
        return


async def _within(seconds: float, is_done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(PAUSE)
    return True


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
