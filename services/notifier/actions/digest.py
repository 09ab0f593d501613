"""The weekly digest: what waits for one, and what is new in the region."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.notifier.actions.following import followed
from services.notifier.actions.letters import add_letter
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import RegionalContact
from services.notifier.domain.letters import to_contact
from services.notifier.domain.reminding import UNANSWERED, silent_partners
from services.notifier.domain.working_calendar import is_office_hours, oslo, working_day_from
from services.notifier.letters.facts import DigestFacts, NewListing, OpenIntroduction
from services.notifier.storage.database import Database, Transaction

A_WEEK = timedelta(days=7)
#: It comes on Wednesdays, or on the first working day after.
WEDNESDAY = 2
MOST_NEW = 10


async def send_digests(database: Database, *, writer: LetterWriter, now: datetime) -> None:
    """To those who want it, once a week, and only where there is something in it."""
    today = oslo(now).date()
    wednesday = today + timedelta(days=WEDNESDAY - today.weekday())
    if not is_office_hours(now) or today != working_day_from(wednesday):
        return
    year, week, _ = wednesday.isocalendar()
    async with database.everywhere() as tx:
        readers = await tx.address_book.digest_readers(week_key=f"{year}-{week:02}")
    for reader in readers:
        async with database.everywhere() as tx:
            await _send_digest(
                tx, reader, key=f"digest:{reader.id}:{year}-{week:02}", writer=writer, now=now
            )


async def _send_digest(
    tx: Transaction, reader: RegionalContact, *, key: str, writer: LetterWriter, now: datetime
) -> None:
    waiting = await _waiting(tx, reader)
    found = await tx.listings.new_in(reader.region, since=now - A_WEEK, limit=MOST_NEW)
    others = [one for one in found if one.partner_id != reader.partner_id]
    if not (waiting or others):
        return
    names = await tx.address_book.partner_names(*(one.partner_id for one in others))
    new = [
        NewListing(
            listing_id=one.id,
            listing_kind=one.kind,
            title=one.title,
            partner_name=names.get(one.partner_id, ""),
            language=one.language,
        )
        for one in others
    ]
    await add_letter(
        tx,
        DigestFacts(waiting=tuple(waiting), new=tuple(new)),
        key=key,
        region=reader.region,
        to=to_contact(reader.id, partner_id=reader.partner_id),
        about=[one.partner_id for one in others],
        writer=writer,
    )


async def _waiting(tx: Transaction, reader: RegionalContact) -> Sequence[OpenIntroduction]:
    introductions = await tx.introductions.of_partner(reader.partner_id, states=UNANSWERED)
    found = []
    for known in await followed(tx, *introductions):
        if reader.partner_id in silent_partners(known):
            shown = known.introduction.names_shown
            other = known.introduction.other_side(reader.partner_id)
            found.append(
                OpenIntroduction(
                    introduction_id=known.introduction.id,
                    other=other.partner_name if shown else "",
                )
            )
    return found
