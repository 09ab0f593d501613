"""Keeps letters going out: at once when a notification hints at one, and every few seconds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)


class Sender:
    """Several workers, so that one slow server does not hold the others up.

    `pause`, `recover_pause` and `grace` are in seconds.
    """

    def __init__(
        self,
        *,
        send_next: Callable[[], Awaitable[bool]],
        recover: Callable[[], Awaitable[None]],
        workers: int,
        pause: float,
        recover_pause: float,
        grace: float,
    ) -> None:
        self._send_next = send_next
        self._recover = recover
        self._pause = pause
        self._recover_pause = recover_pause
        self._grace = grace
        self._hints = [asyncio.Event() for _ in range(workers)]
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []

    def hint(self) -> None:
        """There may be a letter to send."""
        for hint in self._hints:
            hint.set()

    async def open(self) -> None:
        self._tasks = [asyncio.create_task(self._work(hint)) for hint in self._hints]
        self._tasks.append(asyncio.create_task(self._watch()))

    async def close(self) -> None:
        """Let letters that are on their way arrive, for `grace` seconds."""
        self._closing = True
        self.hint()
        *workers, watch = self._tasks
        watch.cancel()
        _, slow = await asyncio.wait(workers, timeout=self._grace)
        for task in slow:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self, hint: asyncio.Event) -> None:
        while not self._closing:
            hint.clear()
            if not await self._sent_one():
                await self._wait(hint)

    async def _sent_one(self) -> bool:
        try:
            return await self._send_next()
        except Exception:
            logger.exception("sending failed, trying again in %.1f s", self._pause)
            return False

    async def _wait(self, hint: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self._pause):
                await hint.wait()
        except TimeoutError:
            return

    async def _watch(self) -> None:
        while True:
            try:
                await self._recover()
            except Exception:
                logger.exception("looking for abandoned letters failed")
            await asyncio.sleep(self._recover_pause)
