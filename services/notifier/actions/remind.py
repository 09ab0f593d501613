"""Remind those who have not answered."""

from datetime import datetime
from uuid import UUID

from services.notifier.actions.ask_outcome import ask_now
from services.notifier.actions.following import followed, followed_one
from services.notifier.actions.letters import add_letter
from services.notifier.actions.progress import tell
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import Region
from services.notifier.domain.errors import IntroductionUnknown
from services.notifier.domain.followed import Followed
from services.notifier.domain.letters import to_partner
from services.notifier.domain.reminding import (
    A_DAY,
    REMINDED_FOR,
    UNANSWERED,
    may_be_reminded,
    reminder_due,
    silent_partners,
)
from services.notifier.domain.working_calendar import oslo
from services.notifier.letters.facts import ReminderFacts
from services.notifier.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.events.introductions import IntroductionReminded


async def send_reminders(database: Database, *, writer: LetterWriter, now: datetime) -> None:
    """After the region's days by working calendar; once each, also when two do this at once."""
    async with database.everywhere() as tx:
        asked = await tx.introductions.asked_between(
            now - REMINDED_FOR, now - A_DAY, states=UNANSWERED
        )
        waiting = [one for one in await followed(tx, *asked) if silent_partners(one)]
    for known in waiting:
        async with database.everywhere() as tx:
            await _remind_due(tx, known.introduction.id, writer=writer, now=now)


async def _remind_due(
    tx: Transaction, introduction_id: UUID, *, writer: LetterWriter, now: datetime
) -> None:
    introduction = await tx.introductions.locked(introduction_id)
    if introduction is None:
        return
    region = await tx.address_book.region(introduction.region)
    if region is None:
        return
    known = await followed_one(tx, introduction)
    added = False
    for partner_id in silent_partners(known):
        days = reminder_due(known, partner_id, region=region, now=now)
        if days and may_be_reminded(known, partner_id, now=now):
            key = f"reminder:{introduction.id}:{partner_id}:{days}"
            added |= await _remind(tx, known, partner_id, region, key, days, writer=writer)
    if added:
        await _tell_reminded(tx, known)


async def remind_now(
    database: Database, principal: Principal, introduction_id: UUID, *, writer: LetterWriter
) -> bool:
    """Because a coordinator says so: those who have not answered, or, where all said yes, all are
    asked how it goes. Once a day, and never within a day of the letter before. False when there
    was nobody to remind.

    Raises:
        IntroductionUnknown: not there, or not for `principal` to see.
    """
    async with database.transaction() as tx:
        introduction = await tx.introductions.locked(introduction_id)
        if introduction is None or not principal.sees_region(introduction.region):
            raise IntroductionUnknown
        principal.check_region(introduction.region)
        region = await tx.address_book.region(introduction.region)
        if region is None:
            return False
        known = await followed_one(tx, introduction)
        now = await tx.clock.now()
        added = False
        for partner_id in silent_partners(known):
            sent_at = known.sent_to(partner_id)
            if sent_at and may_be_reminded(known, partner_id, now=now):
                key = f"reminder:{introduction.id}:{partner_id}:asked:{oslo(now).date()}"
                days = (now - sent_at).days
                added |= await _remind(tx, known, partner_id, region, key, days, writer=writer)
        if known.state in {"both_yes", "met"}:
            added |= await ask_now(tx, known, writer=writer, now=now)
        if added:
            await _tell_reminded(tx, known)
        return added


async def _remind(
    tx: Transaction,
    known: Followed,
    partner_id: UUID,
    region: Region,
    key: str,
    days: int,
    *,
    writer: LetterWriter,
) -> bool:
    introduction = known.introduction
    others = [given for given in known.answers if given.partner_id != partner_id]
    return await add_letter(
        tx,
        ReminderFacts(
            days=days,
            other_said_yes=introduction.names_shown
            and any(given.answer == "yes" for given in others),
            is_last=days >= max(region.reminder_days, default=0),
        ),
        key=key,
        region=introduction.region,
        to=to_partner(partner_id),
        introduction_id=introduction.id,
        writer=writer,
    )


async def _tell_reminded(tx: Transaction, known: Followed) -> None:
    reminded = await tx.introductions.mark_reminded(known.introduction.id)
    await tell(tx, reminded, IntroductionReminded)
