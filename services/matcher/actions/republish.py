"""Tell every suggestion once more, for readers that have lost what they were told."""

from services.matcher.domain.told import decision_event, proposal_event
from services.matcher.storage.database import Database


async def republish(database: Database) -> int:
    """The latest event of every suggestion into the outbox; returns how many.

    What can still be undone is told when its time comes.
    """
    async with database.transaction() as tx:
        suggestions = [one for one in await tx.suggestions.all() if not one.leaves_at]
        for suggestion in suggestions:
            is_decided = suggestion.status in ("approved", "rejected")
            tell = decision_event if is_decided else proposal_event
            await tx.outbox.add(tell(suggestion))
    return len(suggestions)
