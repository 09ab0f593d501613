"""Write a listing: kept while it is typed, published once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from services.registry.actions.listings import check_expiry
from services.registry.actions.locating import listing_language, own_location
from services.registry.domain.drafts import Draft
from services.registry.domain.errors import DraftsTooMany, ListingUnknown
from services.registry.domain.facts import listing_state
from services.registry.domain.likeness import ALIKE, likeness
from services.registry.domain.listings import Listing
from services.registry.domain.records import ListingKind, ListingRecord
from services.registry.storage.database import Database

MOST_DRAFTS = 50
MOST_ALIKE = 2


async def save_draft(database: Database, draft: Draft) -> datetime | None:
    """When it was saved; None when it has been published since, and so is no draft any more.

    Raises:
        ListingUnknown: the id is somebody else's.
        DraftsTooMany
    """
    async with database.transaction() as tx:
        # In turn with the publishing of the same draft.
        await tx.partners.lock(draft.partner_id)
        if await tx.listings.find(listing_id=draft.id, partner_id=draft.partner_id):
            return None
        saved = await tx.drafts.save(draft)
        if not saved:
            raise ListingUnknown
        if await tx.drafts.count(draft.partner_id) > MOST_DRAFTS:
            raise DraftsTooMany
    return saved


async def publish_draft(
    database: Database, draft_id: UUID, *, partner_id: UUID, record: ListingRecord
) -> tuple[Listing, bool]:
    """The listing, and whether it is new: a draft becomes one listing, however often it is sent.

    Raises:
        ExpiryPassed, TextsTooLong, PartnerUnknown
        ListingUnknown: the id is somebody else's.
    """
    language = listing_language(record)
    async with database.transaction() as tx:
        partner = await tx.partners.lock(partner_id)
        there = await tx.listings.find(listing_id=draft_id, partner_id=partner_id)
        if there:
            return there[0], False
        await check_expiry(tx, record)
        listing = Listing.publish(
            record,
            partner=partner,
            own_location=own_location(record, region=partner.region),
            language=language,
            listing_id=None if await tx.listings.was_deleted(draft_id) else draft_id,
        )
        await tx.listings.add(listing)
        await tx.outbox.add(listing_state(listing))
        await tx.drafts.drop(draft_id, partner_id=partner_id)
    return listing, True


async def drop_draft(database: Database, draft_id: UUID, *, partner_id: UUID) -> None:
    """Raises ListingUnknown for one that is gone, or is somebody else's."""
    async with database.transaction() as tx:
        if not await tx.drafts.drop(draft_id, partner_id=partner_id):
            raise ListingUnknown


def alike(listings: Iterable[Listing], text: str, *, kind: ListingKind) -> list[Listing]:
    """Those open ones of the same kind that say nearly the same, the likest first."""
    scored = [
        (likeness(text, f"{listing.title}\n{listing.text}"), listing)
        for listing in listings
        if listing.kind == kind and listing.status == "open"
    ]
    found = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: -one[0])
    return [listing for _, listing in found[:MOST_ALIKE]]
