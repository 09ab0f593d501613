"""What the matcher does when a region has changed how it works."""

from services.matcher.domain.regions import RegionSettings
from services.matcher.storage.database import Database
from shared.events.regions import RegionConfigured


async def take_in_region(database: Database, event: RegionConfigured) -> None:
    async with database.transaction() as tx:
        if await tx.inbox.claim(event):
            await tx.regions.keep(
                RegionSettings.from_event(event), region_id=event.subject, version=event.version
            )
