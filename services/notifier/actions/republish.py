"""Tell everything once more, for readers who have lost it."""

from uuid import UUID

from services.notifier.actions.progress import told
from services.notifier.domain.introductions import GivenAnswer, ReportedOutcome
from services.notifier.domain.letters import TrackedLetter
from services.notifier.storage.database import Database, Transaction
from shared.events.introductions import (
    IntroductionAnswered,
    IntroductionBounced,
    IntroductionEvent,
    IntroductionOutcome,
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
    answers = await tx.answers.of(introduction_id)
    outcome = next(iter(await tx.answers.outcomes(introduction_id)), None)
    event = _latest(await tx.letters.of(introduction_id), answers, outcome)
    if event is None:
        return False
    await tx.outbox.add(told(introduction, answers, outcome, event=event))
    return True


def _latest(
    letters: list[TrackedLetter], answers: list[GivenAnswer], outcome: ReportedOutcome | None
) -> type[IntroductionEvent] | None:
    """What was told last; none where nothing has been told yet."""
    if outcome:
        return IntroductionOutcome
    if answers:
        return IntroductionAnswered
    states = {letter.state for letter in letters}
    if states & {"refused", "bounced"}:
        return IntroductionBounced
    return IntroductionSent if states == {"sent"} else None
