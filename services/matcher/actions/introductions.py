"""What the matcher learns from introductions: these two are in touch."""

from services.matcher.storage.database import Database
from shared.events.introductions import IntroductionEvent


async def follow_introduction(database: Database, event: IntroductionEvent) -> None:
    async with database.transaction() as tx:
        if await tx.inbox.claim(event):
            await tx.introductions.follow(event)
