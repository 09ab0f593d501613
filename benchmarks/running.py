"""The product as a person starts it, in a folder of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

CLI = (sys.executable, "-m", "deploy.cli")
START_SECONDS = 60.0
STOP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class RunningApp:
    data: Path
    pid: int
    url: str
    token: str

    def client(self) -> httpx.AsyncClient:
        headers = {"authorization": f"Bearer {self.token}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30)


@asynccontextmanager
async def running_app(data: Path) -> AsyncIterator[RunningApp]:
    """`up` on a free port, ready, with an admin's token."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        *CLI, "up", "--data", str(data), "--port", str(port), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        await _ready(url, process)
        yield RunningApp(data=data, pid=process.pid, url=url, token=await _admin_token(data))
    finally:
        if process.returncode is None:
            os.kill(process.pid, signal.SIGTERM)
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()


async def _ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(base_url=url) as client:
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"it did not start, exit code {process.returncode}")
            try:
                if (await client.get("/health/ready")).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


async def _admin_token(data: Path) -> str:
    command = (*CLI, "token", "create", "--role", "admin", "--data", str(data))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return out.decode().strip()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
