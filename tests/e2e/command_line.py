"""The command line as people start it: a process of its own, a data folder of its own."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.ports import free_port
from tests.waiting import until

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-P", "-m", "deploy.cli")
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "KOBLINGSBOKS_DATA"},
    "PYTHONPATH": str(ROOT),
    "COLUMNS": "200",
}
#: Long, for machines that are busy with other things; nobody waits longer than it takes.
START_SECONDS = 240.0
STOP_SECONDS = 90.0


def run(
    *words: str | Path, environment: Mapping[str, str] = ENVIRONMENT
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Up:
    """A running `up`."""

    data: Path
    url: str
    process: "subprocess.Popen[str]"

    @asynccontextmanager
    async def client(self, *role: str) -> AsyncIterator[httpx.AsyncClient]:
        """With a new token: client("--role", "admin"); without words, a stranger's."""
        headers = {"authorization": f"Bearer {self.token(*role)}"} if role else {}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30) as client:
            yield client

    def token(self, *role: str) -> str:
        created = run("token", "create", *role, "--data", self.data)
        assert created.returncode == 0, created.stderr
        return created.stdout.strip()

    def tree(self) -> list[psutil.Process]:
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def stop(self, sign: signal.Signals = signal.SIGINT) -> str:
        """What it said beside its results, until it ended."""
        self.process.send_signal(sign)
        _, said = self.process.communicate(timeout=STOP_SECONDS)
        return said


@contextmanager
def started(data: Path) -> Iterator[Up]:
    """Not waited for."""
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "up", "--data", str(data), "--port", str(port)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Up(data, f"http://127.0.0.1:{port}", process)
    finally:
        process.kill()
        process.communicate()


@asynccontextmanager
async def up(data: Path) -> AsyncIterator[Up]:
    with started(data) as running:
        await until(lambda: is_ready(running), seconds=START_SECONDS)
        yield running


async def is_ready(running: Up) -> bool:
    assert running.process.poll() is None, running.process.communicate()[1]
    async with running.client() as client:
        try:
            return (await client.get("/health/ready")).is_success
        except httpx.TransportError:
            await asyncio.sleep(0.1)
            return False
