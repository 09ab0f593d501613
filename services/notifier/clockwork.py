"""Looks at the clock every so often, for as long as the service runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from shared.storage.scope import everywhere
from shared.tasks import cancel_all

logger = logging.getLogger(__name__)


class Clockwork:
    """`pause` is in seconds."""

    def __init__(self, tick: Callable[[], Awaitable[None]], *, pause: float) -> None:
        self._tick = tick
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        with everywhere():
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        if self._task:
            await cancel_all([self._task])

    async def _run(self) -> None:
        while True:
            try:
                await self._tick()
            except Exception:
                logger.exception("the clock stopped for a moment")
            await asyncio.sleep(self._pause)
