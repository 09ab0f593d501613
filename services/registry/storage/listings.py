"""Listings in PostgreSQL."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import asyncpg

from services.registry.domain.errors import ListingUnknown
from services.registry.domain.listings import DeletedListing, Listing, ListingStatus
from services.registry.domain.records import ListingKind
from services.registry.storage.partner_rows import location_from
from shared.storage.pool import Connection

ADD = """
    INSERT INTO listings (id, title, text, language, place, latitude, longitude, has_own_place,
                          expires_on, status, version, updated_at, close_reason, partner_id, kind,
                          created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
"""
CHANGE = """
    UPDATE listings
       SET title = $2, text = $3, language = $4, place = $5, latitude = $6, longitude = $7,
           has_own_place = $8, expires_on = $9, status = $10, version = $11, updated_at = $12,
           close_reason = $13
     WHERE id = $1
"""
FIND = """
    SELECT l.id, l.partner_id, p.region, l.kind, l.title, l.text, l.language, l.place,
           l.latitude, l.longitude, l.has_own_place, l.expires_on, l.status, l.version,
           l.created_at, l.updated_at, l.close_reason
      FROM listings l
      JOIN partners p ON p.id = l.partner_id
     WHERE ($1::text[] IS NULL OR p.region = ANY($1))
       AND ($2::uuid IS NULL OR l.partner_id = $2)
       AND ($3::uuid IS NULL OR l.id = $3)
       AND ($4::text IS NULL OR l.kind = $4)
       AND ($5::text IS NULL OR l.status = $5)
       AND ($6::uuid IS NULL OR l.id < $6)
     ORDER BY l.id DESC
     LIMIT $7
"""
LOCK = "SELECT FROM listings WHERE id = $1 FOR UPDATE"
LOCK_EXPIRED = """
    SELECT id
      FROM listings
     WHERE status = 'open' AND expires_on < (now() AT TIME ZONE 'Europe/Oslo')::date
     ORDER BY id
     LIMIT $1
       FOR UPDATE SKIP LOCKED
"""
DROP = "DELETE FROM listings WHERE id = $1"
REMEMBER_DELETED = """
    INSERT INTO deleted_listings (id, partner_id, kind, version) VALUES ($1, $2, $3, $4)
"""
DELETED = """
    SELECT d.id, d.partner_id, p.region, d.kind, d.version
      FROM deleted_listings d
      JOIN partners p ON p.id = d.partner_id
     ORDER BY d.id
"""
WAS_DELETED = "SELECT EXISTS (SELECT FROM deleted_listings WHERE id = $1)"
TODAY = "SELECT (now() AT TIME ZONE 'Europe/Oslo')::date"


class Listings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, listing: Listing) -> None:
        """Raises ListingUnknown for the id of somebody else's listing."""
        own = (listing.partner_id, listing.kind, listing.created_at)
        try:
            await self._connection.execute(ADD, *_columns(listing), *own)
        except asyncpg.UniqueViolationError as error:
            raise ListingUnknown from error

    async def change(self, listing: Listing) -> None:
        await self._connection.execute(CHANGE, *_columns(listing))

    async def delete(self, listing: Listing) -> None:
        """All but that there was one, and its version."""
        connection = self._connection
        await connection.execute(DROP, listing.id)
        await connection.execute(
            REMEMBER_DELETED, listing.id, listing.partner_id, listing.kind, listing.version
        )

    async def deleted(self) -> list[DeletedListing]:
        return [DeletedListing(**row) for row in await self._connection.fetch(DELETED)]

    async def was_deleted(self, listing_id: UUID) -> bool:
        return bool(await self._connection.fetchval(WAS_DELETED, listing_id))

    async def get(self, listing_id: UUID) -> Listing:
        """Raises ListingUnknown."""
        found = await self.find(listing_id=listing_id)
        if not found:
            raise ListingUnknown
        return found[0]

    async def lock(self, listing_id: UUID) -> Listing:
        """The listing, ours to change until the transaction ends."""
        await self._connection.execute(LOCK, listing_id)
        return await self.get(listing_id)

    async def find(
        self,
        *,
        regions: Sequence[str] | None = None,
        partner_id: UUID | None = None,
        listing_id: UUID | None = None,
        kind: ListingKind | None = None,
        status: ListingStatus | None = None,
        before: UUID | None = None,
        limit: int | None = None,
    ) -> list[Listing]:
        """The newest first; `regions` None stands for all."""
        rows = await self._connection.fetch(
            FIND, regions, partner_id, listing_id, kind, status, before, limit
        )
        return [_listing_from(dict(row)) for row in rows]

    async def lock_expired(self, *, limit: int) -> list[Listing]:
        """Open ones whose last day is over in Norway, ours until the transaction ends."""
        rows = await self._connection.fetch(LOCK_EXPIRED, limit)
        return [await self.get(row["id"]) for row in rows]

    async def today(self) -> date:
        """The day it is in Norway."""
        return cast("date", await self._connection.fetchval(TODAY))


def _columns(listing: Listing) -> tuple[Any, ...]:
    return (
        listing.id,
        listing.title,
        listing.text,
        listing.language,
        listing.location.place,
        listing.location.latitude,
        listing.location.longitude,
        listing.has_own_place,
        listing.expires_on,
        listing.status,
        listing.version,
        listing.updated_at,
        listing.close_reason,
    )


def _listing_from(columns: dict[str, Any]) -> Listing:
    return Listing(location=location_from(columns), **columns)
