"""The matcher's own copy of how each region works."""

from collections.abc import Sequence
from dataclasses import astuple
from uuid import UUID

from services.matcher.domain.regions import RegionSettings
from shared.storage.pool import Connection

COLUMNS = """
    region, name, network_name, language, threshold, open_suggestions, bridging, asks_first,
    crosses_regions, nobody_fits_days, nothing_got_months
"""
KEEP = f"""
    INSERT INTO region_settings ({COLUMNS}, region_id, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (region) DO UPDATE
       SET name = excluded.name, network_name = excluded.network_name,
           language = excluded.language, threshold = excluded.threshold,
           open_suggestions = excluded.open_suggestions, bridging = excluded.bridging,
           asks_first = excluded.asks_first, crosses_regions = excluded.crosses_regions,
           nobody_fits_days = excluded.nobody_fits_days,
           nothing_got_months = excluded.nothing_got_months, version = excluded.version
     WHERE region_settings.version < excluded.version
"""  # noqa: S608 our own columns
OF = f"SELECT {COLUMNS} FROM region_settings WHERE region = $1"  # noqa: S608
ALL = f"SELECT {COLUMNS} FROM region_settings ORDER BY name"  # noqa: S608


class RegionsSettings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, settings: RegionSettings, *, region_id: UUID, version: int) -> bool:
        """False for old news, which changes nothing."""
        done = await self._connection.execute(KEEP, *astuple(settings), region_id, version)
        return done == "INSERT 0 1"

    async def of(self, region: str) -> RegionSettings:
        """As it was last told; the usual ones where it was not."""
        row = await self._connection.fetchrow(OF, region)
        return RegionSettings(**dict(row)) if row else RegionSettings.usual(region)

    async def network_name(self, regions: Sequence[str]) -> str:
        """What those call themselves whose region this is; nothing where there are several."""
        return (await self.of(regions[0])).network_name if len(regions) == 1 else ""

    async def all(self) -> list[RegionSettings]:
        """Of every region that may be seen, by name."""
        return [RegionSettings(**dict(row)) for row in await self._connection.fetch(ALL)]
