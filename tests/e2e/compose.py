"""docker-compose.yml brought up as a project of its own, and taken down with all it kept."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.e2e.story import Network
from tests.ports import free_port
from tests.waiting import until

ROOT = Path(__file__).parents[2]
OFFLINE_IMAGES = ROOT / "deploy" / "docker" / "offline" / "images.env"
PROJECT = "koblingsboks-test"
MAILBOX_IMAGE = "koblingsboks-offline/mailbox"
NO_IMAGES = "deploy/docker/offline/prove.sh makes the images that this runs on"
NO_COMPOSE = "Install Compose to test with --containers (on Debian: apt install docker-compose)."
# Between letters, which may hold anything but this.
SEPARATOR = "\n=== end of letter ===\n"
SHOW_LETTERS = f"for f in /data/mailbox/new/*; do cat $f; printf '{SEPARATOR}'; done"


@dataclass(frozen=True, slots=True)
class Composed:
    command: Sequence[str]
    url: str

    async def run(self, *arguments: str) -> str:
        """What it printed; fails with what it complained of."""
        return await asyncio.to_thread(self._run, arguments)

    async def stopped(self) -> None:
        await self.run("down", "--volumes", "--timeout", "50")

    async def token(self, *options: str) -> str:
        words = ("run", "--rm", "-T", "provision", "token", *options)
        return (await self.run(*words)).split()[-1]

    async def letters(self) -> list[EmailMessage]:
        """From the mail server of `deploy/docker/offline`, which keeps a Maildir."""
        shown = await self.run("exec", "-T", "mailpit", "sh", "-c", SHOW_LETTERS)
        return [_read(letter) for letter in shown.split(SEPARATOR) if letter.strip()]

    def _run(self, arguments: Sequence[str]) -> str:
        ended = subprocess.run(
            [*self.command, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@asynccontextmanager
async def composed(folder: Path) -> AsyncIterator[Composed]:
    """On the images of `deploy/docker/offline`; skips where nobody has made them."""
    if not _succeeds(["docker", "image", "inspect", MAILBOX_IMAGE]):
        pytest.skip(NO_IMAGES)
    port = free_port()
    environment = folder / "env"
    await asyncio.to_thread(_write_environment, environment, port)
    command = [*_compose(), "--env-file", str(environment), "--project-name", PROJECT]
    project = Composed(command, f"http://localhost:{port}")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(project.stopped)
        await project.run("up", "--detach")
        yield project


@asynccontextmanager
async def network(project: Composed) -> AsyncIterator[Network]:
    """Through the proxy, with a token made the way the documentation says."""
    bearer = {"authorization": f"Bearer {await project.token('--role', 'admin')}"}
    async with AsyncClient(base_url=project.url, headers=bearer) as client:
        await until(lambda: _is_ready(client))
        yield Network(registry=client, matcher=client, notifier=client)


async def _is_ready(client: AsyncClient) -> bool:
    return (await client.get("/health/ready")).is_success


def _compose() -> list[str]:
    plugin = ["docker", "compose"]
    if _succeeds([*plugin, "version"]):
        return plugin
    if not shutil.which("docker-compose"):
        pytest.fail(NO_COMPOSE, pytrace=False)
    return ["docker-compose"]


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _write_environment(file: Path, port: int) -> None:
    subprocess.run(["sh", "deploy/docker/write_env.sh", str(file)], check=True, cwd=ROOT)
    own = f"LISTEN_PORT={port}\nPUBLIC_URL=http://localhost:{port}\n"
    kept = [
        line
        for line in file.read_text().splitlines()
        if not line.startswith(("LISTEN_PORT=", "PUBLIC_URL="))
    ]
    file.write_text("\n".join([*kept, own, OFFLINE_IMAGES.read_text()]))


def _read(letter: str) -> EmailMessage:
    return message_from_string(letter, policy=policy.default)
