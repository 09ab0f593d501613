"""What the registry does by itself, again and again."""

import asyncio
import logging

from services.registry.actions.listings import close_expired_listings
from services.registry.storage.database import Database

logger = logging.getLogger(__name__)


async def close_expired_for_ever(database: Database, *, pause: float) -> None:
    while True:
        try:
            closed = await close_expired_listings(database)
        except Exception:
            logger.exception("closing expired listings failed, trying again in %.0f s", pause)
            closed = 0
        if not closed:
            await asyncio.sleep(pause)
