"""What happens to a decision before the others hear of it: undone, sent at once, or due."""

from uuid import UUID

from services.matcher.actions.deciding import known, visible
from services.matcher.actions.telling import tell_decisions, tell_of_changes
from services.matcher.domain.errors import SuggestionWithdrawn, TooLateToUndo
from services.matcher.domain.suggestions import Suggestion
from services.matcher.storage.database import Database
from shared.access.principal import Principal

BATCH = 20


async def undo(database: Database, suggestion_id: UUID, *, by: Principal) -> Suggestion:
    """Put a decision back into the queue, whoever made it.

    Raises:
        SuggestionUnknown, SuggestionWithdrawn
        TooLateToUndo: the others have been told.
    """
    async with database.transaction() as tx:
        before = await visible(tx, suggestion_id, to=by)
        undone = await tx.grace.undo(suggestion_id)
        suggestion = await known(tx, suggestion_id)
        if not undone and suggestion.status == "withdrawn":
            raise SuggestionWithdrawn
        if not undone and suggestion.status != "proposed":
            raise TooLateToUndo
        if undone:
            await tx.audit.add("suggestion.undone", subject=suggestion_id, region=before.region)
        await tell_of_changes(tx)
        return suggestion


async def send_now(database: Database, suggestion_id: UUID, *, by: Principal) -> Suggestion:
    """Tell a decision before its time. Told already, or undone, it changes nothing."""
    async with database.transaction() as tx:
        await visible(tx, suggestion_id, to=by)
        await tx.grace.cancel_unfounded()
        await tell_decisions(tx, await tx.grace.leaving([suggestion_id]))
        await tell_of_changes(tx)
        return await known(tx, suggestion_id)


async def tell_what_is_due(database: Database) -> int:
    """Tell a few decisions whose grace is over; returns how many."""
    async with database.transaction() as tx:
        await tx.grace.cancel_unfounded()
        due = await tx.grace.due(limit=BATCH)
        await tell_decisions(tx, due)
        return len(due)
