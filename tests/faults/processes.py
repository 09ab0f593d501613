"""Services as processes that can be killed, frozen and started again within a moment.

They are forked from one process that has everything imported, so a start takes a fifth of a second.
"""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from httpx import AsyncClient, HTTPError

from shared.failpoints import ENVIRONMENT as FAILPOINTS
from tests.faults.patience import patient
from tests.faults.service import CLOCK, run_service

READY_SECONDS = patient(60.0)
STOP_SECONDS = patient(40.0)
LOOK_SECONDS = 0.02
FORKING = multiprocessing.get_context("forkserver")


def prepare_forks() -> None:
    """To be called before the first start."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    FORKING.set_forkserver_preload(["tests.faults.service"])


class NotStarted(Exception):
    """A service ended while it started."""


@dataclass
class Process:
    """One process of one service; `instance` tells it apart from others of the same service."""

    service: str
    instance: str
    port: int
    settings: Mapping[str, str]
    folder: Path
    ended_by_itself: int = 0  #: how often it gave up, to be started again
    wanted: bool = field(default=False, init=False)
    changed: dict[str, str] = field(default_factory=dict)
    _process: ForkServerProcess | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        return f"{self.service}-{self.instance}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        assert self._process
        assert self._process.pid
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.exitcode if self._process else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.exitcode is None

    def launch(self) -> None:
        """Without waiting for it to be ready."""
        self.disarm()
        environment = {
            **self.settings,
            **self.changed,
            f"{self.service.upper()}_INSTANCE": self.instance,
            FAILPOINTS: str(self._orders),
            CLOCK: str(self.folder / "clock"),
        }
        self._process = FORKING.Process(
            target=run_service, args=(self.service, environment, self.log), daemon=True
        )
        self._process.start()
        self.wanted = True

    async def ready(self, *, seconds: float = READY_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        async with AsyncClient(base_url=self.url) as client:
            while not await self._is_ready(client):
                if time.monotonic() > deadline:
                    raise NotStarted(f"{self.name} was not ready after {seconds:.0f} s")
                await asyncio.sleep(LOOK_SECONDS)

    async def start(self) -> None:
        self.launch()
        await self.ready()

    async def kill(self) -> None:
        """As a power cut would."""
        self.wanted = False
        self.signal(signal.SIGKILL)
        await self._ended()

    async def stop(self) -> int | None:
        """Its exit code when told to end."""
        self.wanted = False
        self.signal(signal.SIGTERM)
        await self._ended()
        return self.exit_code

    def signal(self, sign: signal.Signals) -> None:
        if self.is_running:
            os.kill(self.pid, sign)

    def arm(self, action: str, skip: int, failpoint: str) -> None:
        """See shared/failpoints.py. Once, and only in this process."""
        unfinished = self._orders.with_suffix(".new")
        unfinished.write_text(f"{action} {skip} {failpoint}")
        unfinished.replace(self._orders)

    def disarm(self) -> None:
        self._orders.unlink(missing_ok=True)

    @property
    def is_armed(self) -> bool:
        return self._orders.exists()

    def memory(self) -> int:
        """Bytes it has in use."""
        pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    @property
    def _orders(self) -> Path:
        return self.folder / f"{self.name}.failpoint"

    async def _ended(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        while self.is_running:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.name} did not end within {STOP_SECONDS:.0f} s")
            await asyncio.sleep(LOOK_SECONDS)

    async def _is_ready(self, client: AsyncClient) -> bool:
        try:
            return (await client.get("/health/ready")).is_success
        except HTTPError:
            return False
