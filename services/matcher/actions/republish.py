"""Tell every decision once more, for readers that have lost what they were told."""

from services.matcher.domain.told import decision_event
from services.matcher.storage.database import Database


async def republish(database: Database) -> int:
    """The latest event of every decided suggestion into the outbox; returns how many."""
    async with database.transaction() as tx:
        decided = await tx.suggestions.decided()
        for suggestion in decided:
            await tx.outbox.add(decision_event(suggestion))
    return len(decided)
