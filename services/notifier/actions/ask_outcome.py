"""Ask those who said yes what came of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.notifier.actions.following import followed_one
from services.notifier.actions.letters import add_letter
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.followed import Followed
from services.notifier.domain.letters import to_partner
from services.notifier.domain.reminding import (
    A_DAY,
    ASKED_FOR,
    OUTCOME_WEEKS,
    has_rested,
    outcome_weeks_due,
)
from services.notifier.domain.working_calendar import oslo
from services.notifier.letters.facts import OutcomeQuestionFacts
from services.notifier.storage.database import Database, Transaction


async def ask_outcomes(database: Database, *, writer: LetterWriter, now: datetime) -> None:
    """Three and twelve weeks after the last yes, of those who said it."""
    earliest = now - OUTCOME_WEEKS[-1] * 7 * A_DAY - 2 * ASKED_FOR
    async with database.everywhere() as tx:
        willing = await tx.introductions.said_yes_between(earliest, now - 7 * A_DAY)
    for introduction in willing:
        async with database.everywhere() as tx:
            await _ask_due(tx, introduction.id, writer=writer, now=now)


async def _ask_due(
    tx: Transaction, introduction_id: UUID, *, writer: LetterWriter, now: datetime
) -> None:
    introduction = await tx.introductions.locked(introduction_id)
    if introduction is None:
        return
    region = await tx.address_book.region(introduction.region)
    if region is None:
        return
    known = await followed_one(tx, introduction)
    due = outcome_weeks_due(known, region=region, now=now)
    if due and introduction.names_shown:
        weeks, partners = due
        await _ask(tx, known, partners, str(weeks), weeks, writer=writer)


async def ask_now(tx: Transaction, known: Followed, *, writer: LetterWriter, now: datetime) -> bool:
    """Because a coordinator wants to know; not within a day of the letter before."""
    willing = [given for given in known.answers if given.answer == "yes"]
    partners = [one.partner_id for one in willing if has_rested(known, one.partner_id, now=now)]
    if not partners:
        return False
    weeks = max((now - max(given.answered_at for given in willing)).days // 7, 1)
    return await _ask(tx, known, partners, f"asked:{oslo(now).date()}", weeks, writer=writer)


async def _ask(
    tx: Transaction,
    known: Followed,
    partners: Sequence[UUID],
    occasion: str,
    weeks: int,
    *,
    writer: LetterWriter,
) -> bool:
    added = False
    for partner_id in partners:
        added |= await add_letter(
            tx,
            OutcomeQuestionFacts(weeks=weeks),
            key=f"outcome:{known.introduction.id}:{partner_id}:{occasion}",
            region=known.introduction.region,
            to=to_partner(partner_id),
            introduction_id=known.introduction.id,
            writer=writer,
        )
    return added
