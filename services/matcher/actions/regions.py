"""What the matcher does when a region has changed how it works."""

from services.matcher.domain.regions import RegionSettings
from services.matcher.storage.database import Database
from shared.events.regions import RegionConfigured


async def take_in_region(database: Database, event: RegionConfigured) -> None:
    async with database.transaction() as tx:
        if not await tx.inbox.claim(event):
            return
        settings = RegionSettings.from_event(event)
        before = await tx.regions.of(settings.region)
        is_kept = await tx.regions.keep(settings, region_id=event.subject, version=event.version)
        if is_kept and settings.proposing != before.proposing:
            await tx.fairness.look_again_in(settings.region)
