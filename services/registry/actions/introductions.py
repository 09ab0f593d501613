"""Follow what becomes of introductions."""

from services.registry.storage.database import Database
from shared.events.introductions import IntroductionEvent


async def follow_introduction(database: Database, event: IntroductionEvent) -> None:
    async with database.transaction() as tx:
        if not await tx.inbox.claim(event):
            return
        await tx.introductions.follow(event)
