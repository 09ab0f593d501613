"""Publish, change and close listings."""

from uuid import UUID

from services.registry.actions.locating import listing_language, own_location
from services.registry.domain.errors import ExpiryPassed
from services.registry.domain.facts import listing_deleted, listing_state
from services.registry.domain.listings import CloseReason, Listing
from services.registry.domain.records import ListingRecord
from services.registry.storage.database import Database, Transaction

EXPIRED_AT_ONCE = 100


async def publish_listing(database: Database, partner_id: UUID, record: ListingRecord) -> Listing:
    """Raises PartnerUnknown, ExpiryPassed or TextsTooLong."""
    language = listing_language(record)
    async with database.transaction() as tx:
        await check_expiry(tx, record)
        partner = await tx.partners.lock(partner_id)
        listing = Listing.publish(
            record,
            partner=partner,
            own_location=own_location(record, region=partner.region),
            language=language,
        )
        await tx.listings.add(listing)
        await tx.outbox.add(listing_state(listing))
    return listing


async def change_listing(database: Database, listing_id: UUID, record: ListingRecord) -> Listing:
    """The record replaces everything, and opens the listing again if it was closed.

    Raises:
        ListingUnknown, ListingKindFixed, ExpiryPassed, TextsTooLong
    """
    language = listing_language(record)
    async with database.transaction() as tx:
        await check_expiry(tx, record)
        earlier = await _locked(tx, listing_id)
        partner = await tx.partners.get(earlier.partner_id)
        listing = earlier.changed(
            record,
            partner=partner,
            own_location=own_location(record, region=partner.region),
            language=language,
        )
        await tx.listings.change(listing)
        await tx.outbox.add(listing_state(listing))
    return listing


async def close_listing(
    database: Database, listing_id: UUID, *, reason: CloseReason | None = None
) -> None:
    """Withdraw the listing; it is kept, closed. Closing it again changes nothing."""
    async with database.transaction() as tx:
        listing = await _locked(tx, listing_id)
        if listing.status != "closed":
            closed = listing.ended("closed", reason=reason)
            await tx.listings.change(closed)
            await tx.outbox.add(listing_state(closed))


async def renew_listing(database: Database, listing_id: UUID) -> Listing:
    """Open for three months from today; doing it again on the same day changes nothing."""
    async with database.transaction() as tx:
        earlier = await _locked(tx, listing_id)
        listing = earlier.renewed(today=await tx.listings.today())
        if listing != earlier:
            await tx.listings.change(listing)
            await tx.outbox.add(listing_state(listing))
    return listing


async def delete_listing(database: Database, listing_id: UUID) -> None:
    """Close the listing and forget what it said."""
    async with database.transaction() as tx:
        deleted = (await _locked(tx, listing_id)).ended("closed")
        await tx.listings.delete(deleted)
        await tx.outbox.add(listing_deleted(deleted))


async def close_expired_listings(database: Database) -> int:
    """Close some of those whose last day is over; returns how many."""
    async with database.transaction() as tx:
        listings = await tx.listings.lock_expired(limit=EXPIRED_AT_ONCE)
        for listing in listings:
            expired = listing.ended("expired")
            await tx.listings.change(expired)
            await tx.outbox.add(listing_state(expired))
    return len(listings)


async def _locked(tx: Transaction, listing_id: UUID) -> Listing:
    # The partner first: whoever moves a partner changes its listings after it.
    partner_id = (await tx.listings.get(listing_id)).partner_id
    await tx.partners.lock(partner_id)
    return await tx.listings.lock(listing_id)


async def check_expiry(tx: Transaction, record: ListingRecord) -> None:
    if record.expires_on and record.expires_on < await tx.listings.today():
        raise ExpiryPassed
