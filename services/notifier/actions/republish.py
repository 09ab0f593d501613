"""Tell everything once more, for readers who have lost it."""

from uuid import UUID

from services.notifier.actions.following import followed_one
from services.notifier.actions.progress import told
from services.notifier.domain.followed import Followed
from services.notifier.letters.facts import OPENING_KINDS
from services.notifier.storage.database import Database, Transaction
from shared.events.introductions import (
    IntroductionAnswered,
    IntroductionBounced,
    IntroductionEvent,
    IntroductionOpened,
    IntroductionOutcome,
    IntroductionReminded,
    IntroductionSent,
)

BATCH = 100
FIRST = UUID(int=0)


async def republish(database: Database) -> int:
    """Put the current state of every introduction in the outbox; returns how many."""
    published, last = 0, FIRST
    while True:
        async with database.transaction() as tx:
            ids = await tx.introductions.ids_after(last, limit=BATCH)
            for introduction_id in ids:
                published += await _republish(tx, introduction_id)
        if not ids:
            return published
        last = ids[-1]


async def _republish(tx: Transaction, introduction_id: UUID) -> bool:
    # Locked, so that no newer version overtakes this one on its way to the outbox.
    introduction = await tx.introductions.locked(introduction_id)
    if introduction is None:
        return False
    known = await followed_one(tx, introduction)
    await tx.outbox.add(told(known, event=_latest(known)))
    return True


def _latest(known: Followed) -> type[IntroductionEvent]:
    """What was told last."""
    if known.outcome:
        return IntroductionOutcome
    if known.answers:
        return IntroductionAnswered
    if known.introduction.reminded_at:
        return IntroductionReminded
    opening = {one.state for one in known.letters if one.kind in OPENING_KINDS}
    if opening & {"refused", "bounced"}:
        return IntroductionBounced
    return IntroductionSent if known.is_sent else IntroductionOpened
