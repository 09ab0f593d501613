"""What the matcher does again and again, without being told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from services.matcher.actions.learning import learn_where_there_is_news
from services.matcher.actions.matching import Matching
from services.matcher.actions.upkeep import (
    embed_again,
    follow_the_clock,
    look_again,
    tidy_up,
)
from services.matcher.storage.database import Database

logger = logging.getLogger(__name__)

TIDY_SECONDS = 3600.0


async def embed_for_ever(database: Database, matching: Matching, *, pause: float) -> None:
    async def work() -> None:
        while await embed_again(database, matching) + await look_again(database, matching):
            pass

    await _for_ever(work, pause=pause)


async def learn_for_ever(database: Database, matching: Matching, *, pause: float) -> None:
    await _for_ever(lambda: learn_where_there_is_news(database, matching), pause=pause)


async def follow_the_clock_for_ever(database: Database, *, pause: float) -> None:
    await _for_ever(lambda: follow_the_clock(database), pause=pause)


async def forget_for_ever(database: Database) -> None:
    await _for_ever(lambda: tidy_up(database), pause=TIDY_SECONDS)


async def _for_ever(work: Callable[[], Awaitable[None]], *, pause: float) -> None:
    while True:
        try:
            await work()
        except Exception:
            logger.exception("trying again in %.0f s", pause)
        await asyncio.sleep(pause)
