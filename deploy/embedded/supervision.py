"""A server that dies while we run is started again."""

import asyncio
import logging
from typing import Protocol

from deploy.embedded.errors import EmbeddedError

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
LONGEST_PAUSE = 30.0


class Server(Protocol):
    @property
    def is_running(self) -> bool: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


async def keep_running(server: Server, *, name: str) -> None:
    """Until cancelled. Pauses grow while the server will not come up."""
    pause = LOOK_SECONDS
    while True:
        await asyncio.sleep(pause)
        if server.is_running:
            pause = LOOK_SECONDS
            continue
        logger.error("%s ended by itself, starting it again", name)
        try:
            await server.start()
        except (EmbeddedError, OSError):
            pause = min(pause * 2, LONGEST_PAUSE)
            logger.exception("%s did not come back, next try in %.1f s", name, pause)
