"""What the matcher does when a listing is published, changed or closed."""

from services.matcher.actions.attempts import until_explained
from services.matcher.actions.findings import Findings
from services.matcher.actions.matching import Matching
from services.matcher.actions.telling import tell_of_changes
from services.matcher.domain.items import Item
from services.matcher.storage.database import Database
from shared.events.listings import ListingEvent


async def take_in_listing(database: Database, matching: Matching, event: ListingEvent) -> None:
    """Keep a listing that is new or has changed, and look for what fits it."""
    item = Item.from_listing(event, status="open")

    async def attempt(findings: Findings) -> None:
        if await _is_news(database, item):
            description = await _description(database, item)
            await matching.embed(item, description=description)
        async with database.transaction() as tx:
            if not await tx.inbox.claim(event):
                return
            await tx.candidates.take_turns(item.region)
            if await tx.partners.is_erased(item.partner_id) or not await tx.items.keep(item):
                return
            if not await tx.items.get_open(item.id):
                await tx.suggestions.withdraw_of_item(item.id)
                await tell_of_changes(tx)
                return
            description = await tx.partners.description(item.partner_id)
            await matching.settle(tx, item, findings, description=description)
            findings.check()
            await tell_of_changes(tx)

    await until_explained(matching, attempt)


async def close_listing(database: Database, event: ListingEvent) -> None:
    """Keep that a listing is closed, and take back what was suggested for it."""
    item = Item.from_listing(event, status="closed")
    async with database.transaction() as tx:
        if not await tx.inbox.claim(event):
            return
        await tx.candidates.take_turns(item.region)
        if await tx.partners.is_erased(item.partner_id) or not await tx.items.keep(item):
            return
        await tx.suggestions.withdraw_of_item(item.id)
        await tell_of_changes(tx)


async def _is_news(database: Database, item: Item) -> bool:
    """Spares embedding what will be left alone; it is asked again where it counts."""
    async with database.transaction() as tx:
        known = await tx.items.get(item.id)
        return not (known and known.version >= item.version) and not await tx.partners.is_erased(
            item.partner_id
        )


async def _description(database: Database, item: Item) -> str:
    async with database.transaction() as tx:
        return await tx.partners.description(item.partner_id)
