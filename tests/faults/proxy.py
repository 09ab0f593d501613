"""A line between a service and a server that can be cut, swallow, or be slow."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

CHUNK = 2**16

Manner = Literal["pass", "swallow", "refuse", "slow", "stutter"]


@dataclass
class Line:
    """`swallow` takes everything and passes nothing on, as a line does of which one end is gone
    without a word; `refuse` lets nobody connect; `slow` keeps each piece for `delay` seconds;
    `stutter` keeps one in twenty for so long, as a line that loses packets does."""

    listens_at: Path
    leads_to: Path
    manner: Manner = "pass"
    delay: float = 0.0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _swallowed: bool = False

    def cut(self) -> None:
        """Everybody who is connected is thrown off."""
        for writer in list(self._open):
            writer.transport.abort()

    def behave(self, manner: Manner, *, delay: float = 0.0) -> None:
        self.manner, self.delay = manner, delay
        self._swallowed = self._swallowed or manner == "swallow"

    def heal(self) -> None:
        """What was swallowed never comes back: an end that is there again answers with a reset."""
        self.manner, self.delay = "pass", 0.0
        if self._swallowed:
            self._swallowed = False
            self.cut()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._open.add(writer)
        try:
            if self.manner != "refuse":
                await self._lead(reader, writer)
        except OSError:
            return
        finally:
            self._open.discard(writer)
            writer.transport.abort()
            self._tasks.discard(task)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(str(self.leads_to))
        self._open.add(far_writer)
        ways = [
            asyncio.create_task(self._pump(reader, far_writer)),
            asyncio.create_task(self._pump(far_reader, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._open.discard(far_writer)
            far_writer.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(CHUNK):
                await self._hold_up()
                if self.manner != "swallow":
                    writer.write(piece)
                    await writer.drain()

    async def _hold_up(self) -> None:
        if self.manner == "slow" or (self.manner == "stutter" and random.random() < 0.05):
            await asyncio.sleep(self.delay)


@asynccontextmanager
async def line(listens_at: Path, leads_to: Path) -> AsyncIterator[Line]:
    one = Line(listens_at, leads_to)
    server = await asyncio.start_unix_server(one.serve, str(listens_at))
    try:
        yield one
    finally:
        server.close()
        one.cut()
        await asyncio.gather(*one._tasks, return_exceptions=True)
