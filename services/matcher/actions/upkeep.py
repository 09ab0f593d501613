"""What the matcher does by itself, because time has passed or the model has changed."""

from collections.abc import Sequence

from services.matcher.actions.attempts import until_explained
from services.matcher.actions.findings import Findings
from services.matcher.actions.grace import tell_what_is_due
from services.matcher.actions.matching import Matching
from services.matcher.actions.telling import tell_of_changes
from services.matcher.domain.items import Item
from services.matcher.storage.database import Database
from shared.storage.scope import within

VECTOR_DAYS = 30  #: so long a vector is kept that no text needs
BATCH = 20


async def follow_the_clock(database: Database) -> None:
    """Bring back what was snoozed until now, take back what has expired, tell what is due."""
    async with database.transaction() as tx:
        await tx.decisions.wake()
        await tx.suggestions.withdraw_expired()
    while await tell_what_is_due(database):
        pass
    while await _tell_the_rest(database):
        pass


async def _tell_the_rest(database: Database) -> int:
    async with database.transaction() as tx:
        return await tell_of_changes(tx)


async def tidy_up(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.vectors.forget_unused(after_days=VECTOR_DAYS)
        await tx.fairness.look_again_in_peace_long_enough()


async def embed_again(database: Database, matching: Matching) -> int:
    """Embed a few items that have no vector of the current model; returns how many it found."""
    async with database.transaction() as tx:
        items = await tx.items.without_vector(model=matching.model, limit=BATCH)
    return await _match_all_again(database, matching, items)


async def look_again(database: Database, matching: Matching) -> int:
    """Match a few items anew for which something has changed that is not theirs; returns how
    many."""
    async with database.transaction() as tx:
        items = await tx.items.to_look_at_again(limit=BATCH)
    return await _match_all_again(database, matching, items)


async def _match_all_again(database: Database, matching: Matching, items: Sequence[Item]) -> int:
    for item in items:
        with within(item.region):
            await _match_again(database, matching, item)
    return len(items)


async def _match_again(database: Database, matching: Matching, item: Item) -> None:
    async def attempt(findings: Findings) -> None:
        async with database.transaction() as tx:
            description = await tx.partners.description(item.partner_id)
        await matching.embed(item, description=description)
        async with database.transaction() as tx:
            await tx.candidates.take_turns(item.region)
            await tx.items.looked_at(item.id)
            if await tx.items.get_open(item.id) != item:
                return
            description = await tx.partners.description(item.partner_id)
            await matching.settle(tx, item, findings, description=description)
            findings.check()
            await tell_of_changes(tx)

    await until_explained(matching, attempt)
