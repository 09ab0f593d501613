"""Add and change regions."""

from services.registry.domain.counties import COUNTIES
from services.registry.domain.facts import region_configured, region_updated
from services.registry.domain.regions import (
    Region,
    RegionRecord,
    RegionSettings,
    region_of_county,
)
from services.registry.storage.database import Database, Transaction


async def ensure_counties(database: Database, *, mail_domain: str) -> None:
    """Make every county a region that is not one yet, and tell of all that is untold."""
    async with database.transaction() as tx:
        for county in COUNTIES:
            region = Region.add(region_of_county(county, mail_domain=mail_domain))
            await tx.regions.add_missing(region)
        for region in await tx.regions.untold():
            await _tell(tx, region)


async def add_region(database: Database, record: RegionRecord) -> Region:
    """Raises RegionSlugTaken."""
    region = Region.add(record)
    async with database.transaction() as tx:
        await tx.regions.add(region)
        await tx.audit.add("region.added", subject=region.id, region=region.slug)
        await _tell(tx, region)
    return region


async def change_region(
    database: Database, slug: str, settings: RegionSettings, *, seen: int | None = None
) -> Region:
    """`seen` is the version that the change was made upon, where that is known.

    Raises:
        RegionNotFound, RegionSlugFixed, RegionChangedMeanwhile
    """
    async with database.transaction() as tx:
        region = (await tx.regions.lock(slug)).changed(settings, seen=seen)
        await tx.regions.change(region)
        await tx.audit.add("region.changed", subject=region.id, region=region.slug)
        await _tell(tx, region)
    return region


async def _tell(tx: Transaction, region: Region) -> None:
    await tx.outbox.add(region_updated(region))
    await tx.outbox.add(region_configured(region))
    await tx.regions.told(region)
