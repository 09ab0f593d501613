"""Add and change regions."""

from services.registry.domain.counties import COUNTIES
from services.registry.domain.facts import region_updated
from services.registry.domain.regions import (
    Region,
    RegionRecord,
    RegionSettings,
    region_of_county,
)
from services.registry.storage.database import Database


async def ensure_counties(database: Database, *, mail_domain: str) -> None:
    """Make every county a region that is not one yet."""
    async with database.transaction() as tx:
        for county in COUNTIES:
            region = Region.add(region_of_county(county, mail_domain=mail_domain))
            if await tx.regions.add_missing(region):
                await tx.outbox.add(region_updated(region))


async def add_region(database: Database, record: RegionRecord) -> Region:
    """Raises RegionSlugTaken."""
    region = Region.add(record)
    async with database.transaction() as tx:
        await tx.regions.add(region)
        await tx.outbox.add(region_updated(region))
    return region


async def change_region(database: Database, slug: str, settings: RegionSettings) -> Region:
    """Raises RegionNotFound or RegionSlugFixed."""
    async with database.transaction() as tx:
        region = (await tx.regions.lock(slug)).changed(settings)
        await tx.regions.change(region)
        await tx.outbox.add(region_updated(region))
    return region
