"""Whom to remind of an introduction, and when to ask what came of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.notifier.domain.address_book import Region
from services.notifier.domain.followed import Followed
from services.notifier.domain.letters import LetterState
from services.notifier.domain.working_calendar import due_at, is_office_hours
from shared.events.introductions import IntroductionState, OutcomeResult

#: After that it is left alone.
REMINDED_FOR = timedelta(days=45)
A_DAY = timedelta(days=1)
OUTCOME_WEEKS = (3, 12)
#: A question older than this has missed its time.
ASKED_FOR = timedelta(weeks=4)
UNANSWERED: frozenset[IntroductionState] = frozenset({"sent", "one_answered", "waiting"})
#: One of the two has not been asked at all: that is for the coordinator to mend.
FAILED: frozenset[LetterState] = frozenset({"refused", "bounced", "waiting"})
#: After these there is nothing more to ask.
SETTLED: frozenset[OutcomeResult] = frozenset({"contract", "nothing"})


def silent_partners(known: Followed) -> list[UUID]:
    """Those who were asked and have answered neither by a button nor by mail."""
    if known.state not in UNANSWERED or FAILED.intersection(_states(known)):
        return []
    replied = {reply.partner_id for reply in known.replies}
    return [
        partner_id
        for partner_id in known.introduction.partner_ids
        if known.sent_to(partner_id)
        and known.answer_of(partner_id) is None
        and partner_id not in replied
    ]


def _states(known: Followed) -> set[LetterState]:
    return {letter.state for letter in known.asking_letters}


def may_be_reminded(known: Followed, partner_id: UUID, *, now: datetime) -> bool:
    """Never after 45 days."""
    sent_at = known.sent_to(partner_id)
    in_time = sent_at is not None and now - sent_at <= REMINDED_FOR
    return in_time and has_rested(known, partner_id, now=now)


def has_rested(known: Followed, partner_id: UUID, *, now: datetime) -> bool:
    """Nobody is written to within a day of the letter before."""
    times = [
        letter.sent_at or letter.created_at
        for letter in known.letters
        if letter.partner_id == partner_id
    ]
    return not times or now - max(times) >= A_DAY


def reminder_due(known: Followed, partner_id: UUID, *, region: Region, now: datetime) -> int | None:
    """The last of the region's days that has come; None while none has, and out of office hours."""
    sent_at = known.sent_to(partner_id)
    if sent_at is None or not is_office_hours(now, pauses_in_july=region.pauses_in_july):
        return None
    passed = [
        days
        for days in region.reminder_days
        if now >= due_at(sent_at, days=days, pauses_in_july=region.pauses_in_july)
    ]
    return max(passed, default=None)


def outcome_weeks_due(
    known: Followed, *, region: Region, now: datetime
) -> tuple[int, Sequence[UUID]] | None:
    """After how many weeks it is asked now what came of it, and whom: those who said yes."""
    willing = [given for given in known.answers if given.answer == "yes"]
    if not willing or known.introduction.state == "nothing":
        return None
    if known.outcome and known.outcome.result in SETTLED:
        return None
    since = max(given.answered_at for given in willing)
    passed = [
        weeks
        for weeks in OUTCOME_WEEKS
        if _is_due(since, weeks, region=region, now=now) and not (weeks == 3 and known.outcome)
    ]
    return (max(passed), [given.partner_id for given in willing]) if passed else None


def _is_due(since: datetime, weeks: int, *, region: Region, now: datetime) -> bool:
    due = due_at(since, days=7 * weeks, pauses_in_july=region.pauses_in_july)
    in_time = due <= now <= due + ASKED_FOR
    return in_time and is_office_hours(now, pauses_in_july=region.pauses_in_july)
