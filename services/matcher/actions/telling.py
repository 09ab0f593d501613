"""Tells the others which pairs wait and what was decided, in the transaction that made it so."""

from collections.abc import Collection
from uuid import UUID

from services.matcher.domain.told import decision_event, proposal_event, told_hash
from services.matcher.storage.database import Transaction
from services.matcher.storage.tellings import Untold

LEAST_MOVE = 0.01  #: of the score; less is no news
BATCH = 200


async def tell_of_changes(tx: Transaction) -> int:
    """Whatever has been proposed, has changed or was withdrawn and is not told of yet.

    Last in a transaction. Whoever forgets it is made up for when the clock is followed.
    Returns how many were looked at.
    """
    changes = await tx.tellings.untold(limit=BATCH)
    remembered = []
    for change in changes:
        suggestion = change.suggestion
        is_open = suggestion.status != "withdrawn"
        now_hash = told_hash(suggestion) if is_open else None
        if _is_news(change, now_hash):
            await tx.outbox.add(proposal_event(suggestion))
            remembered.append((suggestion.id, now_hash, suggestion.score))
        else:
            remembered.append((suggestion.id, change.told_hash, change.told_score))
    await tx.tellings.remember(remembered)
    return len(changes)


async def tell_decisions(tx: Transaction, ids: Collection[UUID]) -> None:
    """What was decided, from now on past undoing."""
    if not ids:
        return
    await tx.grace.release(ids)
    for suggestion in (await tx.suggestions.by_ids(ids)).values():
        await tx.outbox.add(decision_event(suggestion))


def _is_news(change: Untold, now_hash: bytes | None) -> bool:
    if now_hash is None or change.told_hash is None:
        return now_hash is not change.told_hash
    moved = abs((change.suggestion.score or 0.0) - (change.told_score or 0.0))
    return now_hash != change.told_hash or moved >= LEAST_MOVE
