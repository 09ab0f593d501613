"""Copies of listings. News older than the copy is left alone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.events.listings import ListingKind
from shared.events.profiles import Language
from shared.storage.pool import Connection

# It is new from its first day on, however often its text changes.
KEEP = """
    INSERT INTO listings (id, partner_id, region, kind, title, language, expires_on, is_open,
                          published_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (id) DO UPDATE
       SET title = excluded.title, language = excluded.language,
           expires_on = excluded.expires_on, is_open = excluded.is_open,
           version = excluded.version
     WHERE listings.version < excluded.version
"""
COLUMNS = "id, partner_id, region, kind, title, language, expires_on, published_at"
EXPIRING = f"""
    SELECT {COLUMNS}
      FROM listings
     WHERE is_open AND expires_on BETWEEN $1 AND $2
     ORDER BY expires_on, id
"""  # noqa: S608
NEW = f"""
    SELECT {COLUMNS}
      FROM listings
     WHERE region = $1 AND is_open AND published_at > $2
     ORDER BY published_at DESC
     LIMIT $3
"""  # noqa: S608
BY_ID = f"SELECT {COLUMNS} FROM listings WHERE id = $1"  # noqa: S608
FORGET_OF = "DELETE FROM listings WHERE partner_id = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    id: UUID
    partner_id: UUID
    region: str
    kind: ListingKind
    title: str
    language: Language
    expires_on: date | None
    published_at: datetime


class Listings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, listing: Listing, *, is_open: bool, version: int) -> None:
        await self._connection.execute(
            KEEP,
            listing.id,
            listing.partner_id,
            listing.region,
            listing.kind,
            listing.title,
            listing.language,
            listing.expires_on,
            is_open,
            listing.published_at,
            version,
        )

    async def expiring(self, earliest: date, latest: date) -> list[Listing]:
        """Open ones that expire between these days, both included."""
        rows = await self._connection.fetch(EXPIRING, earliest, latest)
        return [Listing(**dict(row)) for row in rows]

    async def new_in(self, region: str, *, since: datetime, limit: int) -> list[Listing]:
        rows = await self._connection.fetch(NEW, region, since, limit)
        return [Listing(**dict(row)) for row in rows]

    async def get(self, listing_id: UUID) -> Listing | None:
        row = await self._connection.fetchrow(BY_ID, listing_id)
        return Listing(**dict(row)) if row else None

    async def forget_of(self, partner_id: UUID) -> None:
        await self._connection.execute(FORGET_OF, partner_id)
