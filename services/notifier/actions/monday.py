"""The coordinator's summary of the week: on Mondays at seven, only when something waits."""

from datetime import datetime, time, timedelta

from services.notifier.actions.drafts import follow_proposal
from services.notifier.actions.letters import add_letter
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.letters import to_coordinator
from services.notifier.domain.text import storable
from services.notifier.domain.working_calendar import oslo, working_day_from
from services.notifier.letters.facts import LostLetter, MondayFacts
from services.notifier.storage.database import Database, Transaction
from services.notifier.storage.drafts import partners_of
from shared.events.suggestions import (
    SuggestionApproved,
    SuggestionProposed,
    SuggestionRejected,
    SuggestionWithdrawn,
)

SEVEN = time(7)
A_WEEK = timedelta(days=7)
STALLED_AFTER = timedelta(days=14)
VERY_GOOD = 0.6

SuggestionEvent = SuggestionProposed | SuggestionApproved | SuggestionRejected | SuggestionWithdrawn


async def keep_queue(tx: Transaction, event: SuggestionEvent) -> None:
    """Within a transaction that has claimed the event."""
    data = event.data
    if await tx.address_book.any_erased(data.seeker.partner_id, data.provider.partner_id):
        return
    await tx.queue.keep(
        event.subject,
        region=event.region,
        partner_ids=[data.seeker.partner_id, data.provider.partner_id],
        score=data.score,
        title=storable(data.seeker.title or data.provider.title),
        is_waiting=isinstance(event, SuggestionProposed),
        version=event.version,
    )


async def follow_queue(database: Database, event: SuggestionEvent) -> None:
    async with database.transaction() as tx:
        await tx.address_book.take_turns(*partners_of(event.data))
        if await tx.inbox.claim(event):
            await keep_queue(tx, event)
            await follow_proposal(tx, event)


async def send_mondays(database: Database, *, writer: LetterWriter, now: datetime) -> None:
    """Where Monday is a holiday, on the first working day after it."""
    local = oslo(now)
    monday = local.date() - timedelta(days=local.weekday())
    if local.date() != working_day_from(monday) or local.time() < SEVEN:
        return
    year, week, _ = monday.isocalendar()
    async with database.everywhere() as tx:
        regions = await tx.weeks.regions()
    for slug, name in regions:
        async with database.everywhere() as tx:
            facts = await _facts(tx, slug, name, now=now)
            if not (facts.waiting or facts.stalled or facts.undelivered):
                continue
            for coordinator in await tx.coordinators.of_region(slug):
                await add_letter(
                    tx,
                    facts,
                    key=f"monday:{coordinator.id}:{slug}:{year}-{week:02}",
                    region=slug,
                    to=to_coordinator(coordinator.id),
                    writer=writer,
                )


async def _facts(tx: Transaction, slug: str, name: str, *, now: datetime) -> MondayFacts:
    queue = await tx.queue.of_region(slug, very_good=VERY_GOOD)
    week = await tx.weeks.of_region(slug, since=now - A_WEEK, stalled_since=now - STALLED_AFTER)
    return MondayFacts(
        region_name=name,
        waiting=queue.waiting,
        very_good=queue.very_good,
        top=queue.top,
        new_listings=week.new_listings,
        both_yes=week.both_yes,
        stalled=week.stalled,
        undelivered=tuple(LostLetter(partner_name=lost) for lost in week.undelivered),
    )
