"""Keep up with the listings, and tell partners of theirs."""

from datetime import datetime, timedelta

from services.notifier.actions.letters import add_letter
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.letters import to_partner
from services.notifier.domain.text import storable
from services.notifier.domain.working_calendar import is_office_hours, oslo
from services.notifier.letters.facts import ExpiringFacts
from services.notifier.storage.database import Database
from services.notifier.storage.listings import Listing
from shared.events.listings import CLOSED, ListingEvent

TOLD_BEFORE = timedelta(days=14)
CLOSED_EVENTS = tuple(CLOSED.values())


async def keep_listing(database: Database, event: ListingEvent) -> None:
    async with database.transaction() as tx:
        if not await tx.inbox.claim(event):
            return
        if await tx.address_book.any_erased(event.data.partner_id):
            return
        listing = Listing(
            id=event.subject,
            partner_id=event.data.partner_id,
            region=event.region,
            kind=event.data.kind,
            title=storable(event.data.title),
            language=event.data.language,
            expires_on=event.data.expires_on,
            published_at=event.time,
        )
        is_open = not isinstance(event, CLOSED_EVENTS)
        await tx.listings.keep(listing, is_open=is_open, version=event.version)


async def tell_of_expiring(database: Database, *, writer: LetterWriter, now: datetime) -> None:
    """Two weeks before a listing expires, once for each day it is to expire on."""
    if not is_office_hours(now):
        return
    today = oslo(now).date()
    async with database.everywhere() as tx:
        expiring = await tx.listings.expiring(today + timedelta(days=1), today + TOLD_BEFORE)
    for listing in expiring:
        assert listing.expires_on is not None, "it was found by that day"
        async with database.everywhere() as tx:
            await add_letter(
                tx,
                ExpiringFacts(
                    listing_id=listing.id,
                    listing_kind=listing.kind,
                    title=listing.title,
                    expires_on=listing.expires_on,
                ),
                key=f"expiring:{listing.id}:{listing.expires_on}",
                region=listing.region,
                to=to_partner(listing.partner_id),
                about=[listing.partner_id],
                writer=writer,
            )
