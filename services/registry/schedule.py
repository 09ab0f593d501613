"""What the registry does by itself, again and again."""

import asyncio
import logging

from services.registry.actions.listings import close_expired_listings
from services.registry.actions.sign_in import forget_expired_access
from services.registry.languages import detect_language
from services.registry.storage.database import Database

logger = logging.getLogger(__name__)


async def load_languages() -> None:
    """The first text would otherwise wait half a second for the language model."""
    await asyncio.to_thread(detect_language, "Vi søker noen å dele spillvarme med.")


async def close_expired_for_ever(database: Database, *, pause: float) -> None:
    while True:
        try:
            closed = await close_expired_listings(database)
        except Exception:
            logger.exception("closing expired listings failed, trying again in %.0f s", pause)
            closed = 0
        if not closed:
            await asyncio.sleep(pause)


async def forget_expired_access_for_ever(database: Database, *, pause: float) -> None:
    while True:
        await asyncio.sleep(pause)
        try:
            await forget_expired_access(database)
        except Exception:
            logger.exception("forgetting expired access failed, trying again in %.0f s", pause)
