"""Write the letters that wait, as soon as it is known whom to write to."""

import logging
from uuid import UUID

from services.notifier.actions.progress import advance
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import Contact, Coordinator, Partner, Region
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.letters import TrackedLetter
from services.notifier.domain.pairs import Sides
from services.notifier.domain.working_calendar import may_leave_from
from services.notifier.letters import AddressUnusable
from services.notifier.storage.database import Transaction
from shared.events.introductions import IntroductionBounced

CANCELLED = "Cancelled: one of the two partners has been erased."
NO_CONTACT = "Waiting for a contact of {partner} to write to."
NO_ADDRESS = "Waiting for an address to write to."
NO_REGION = "Waiting for the name and the address of the region."
NAMES_HIDDEN = "Waiting until names may be shown."
NOT_WRITTEN = "Waiting: it could not be written. Whoever runs the service finds why in its log."

logger = logging.getLogger(__name__)


async def prepare_letters(
    tx: Transaction, introduction: Introduction, *, writer: LetterWriter
) -> None:
    """Write anew every letter of an introduction that has not left. Each names the other, so both
    must be known.

    The introduction is locked by whoever calls.
    """
    if await tx.address_book.any_erased(*(side.partner_id for side in introduction.sides)):
        await tx.letters.refuse_waiting(introduction.id, reason=CANCELLED)
        return
    waiting = [one for one in await tx.letters.of(introduction.id) if one.state == "waiting"]
    region = await tx.address_book.region(introduction.region)
    sides, missing = await find_sides(tx, introduction)
    for letter in waiting:
        hidden = letter.kind == "introduction" and not introduction.names_shown
        if region is None or missing or hidden:
            reason = NO_REGION if region is None else missing or NAMES_HIDDEN
            await tx.letters.unwrite(letter.id, reason=reason)
        elif not await _write(tx, letter, writer=writer, region=region, sides=sides):
            await advance(tx, introduction, IntroductionBounced)


async def prepare_letter(tx: Transaction, letter: TrackedLetter, *, writer: LetterWriter) -> None:
    """Write anew a letter that is about no introduction and has not left."""
    region = await tx.address_book.region(letter.region)
    if region is None:
        await tx.letters.unwrite(letter.id, reason=NO_REGION)
    else:
        await _write(tx, letter, writer=writer, region=region, sides=None)


async def prepare_waiting(
    tx: Transaction,
    *,
    writer: LetterWriter,
    holder_id: UUID | None = None,
    region: str | None = None,
) -> None:
    """Prepare what waited for the address of a partner or a coordinator, or for a region."""
    for introduction_id in await tx.introductions.waiting(partner_id=holder_id, region=region):
        introduction = await tx.introductions.locked(introduction_id)
        if introduction:
            await prepare_letters(tx, introduction, writer=writer)
    for letter in await tx.letters.waiting_alone(holder_id=holder_id, region=region):
        await prepare_letter(tx, letter, writer=writer)


async def _write(
    tx: Transaction,
    letter: TrackedLetter,
    *,
    writer: LetterWriter,
    region: Region,
    sides: Sides | None,
) -> bool:
    """False when the address can never be written to."""
    recipient = await _recipient(tx, letter)
    if recipient is None:
        await tx.letters.unwrite(letter.id, reason=NO_ADDRESS)
        return True
    try:
        written = writer.write(letter, recipient=recipient, region=region, sides=sides)
    except AddressUnusable as error:
        await tx.letters.refuse(letter.id, reason=str(error))
        return False
    except Exception:
        # One letter that cannot be written must hold up no other, nor what was told.
        logger.exception("letter %s could not be written", letter.id)
        await tx.letters.unwrite(letter.id, reason=NOT_WRITTEN)
        return True
    await tx.letters.write(letter.id, written)
    await _keep_quiet(tx, letter, region)
    return True


async def _keep_quiet(tx: Transaction, letter: TrackedLetter, region: Region) -> None:
    """Whom we invite has asked for it; all other letters to partners wait for the day."""
    if letter.partner_id is None or letter.kind == "invitation":
        return
    now = await tx.clock.now()
    until = may_leave_from(
        now,
        keeps_quiet_hours=region.keeps_quiet_hours,
        pauses_in_july=region.pauses_in_july,
    )
    if until > now:
        await tx.letters.hold(letter.id, until=until)


async def _recipient(tx: Transaction, letter: TrackedLetter) -> Contact | Coordinator | None:
    if letter.coordinator_id:
        return await tx.coordinators.get(letter.coordinator_id)
    if letter.for_contact_id:
        return await tx.address_book.contact(letter.for_contact_id)
    assert letter.partner_id is not None, "a letter is to a partner or to a coordinator"
    return await tx.address_book.reachable(letter.partner_id, letter.kind)


async def find_sides(tx: Transaction, introduction: Introduction) -> tuple[Sides, str]:
    """What is known of each partner, and what is missing."""
    contacts: dict[UUID, Contact] = {}
    partners: dict[UUID, Partner] = {}
    for side in introduction.sides:
        contact = await tx.address_book.reachable(side.partner_id)
        if contact is None:
            missing = NO_CONTACT.format(partner=side.partner_name)
            return Sides(introduction=introduction, contacts=contacts), missing
        contacts[side.partner_id] = contact
        partner = await tx.address_book.partner(side.partner_id)
        if partner:
            partners[partner.id] = partner
    return Sides(introduction=introduction, contacts=contacts, partners=partners), ""
