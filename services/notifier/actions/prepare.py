"""Write the letters that wait, as soon as it is known whom to write to."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from services.notifier.actions.progress import advance
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import Contact
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.letters import WrittenLetter
from services.notifier.letters import AddressUnusable
from services.notifier.storage.database import Transaction
from shared.events.introductions import IntroductionBounced

CANCELLED = "Cancelled: one of the two partners has been erased."
NO_CONTACT = "Waiting for a contact of {partner} to write to."
NO_REGION = "Waiting for the name and the address of the region."


async def prepare_letters(
    tx: Transaction, introduction: Introduction, *, writer: LetterWriter
) -> None:
    """Write anew every letter that has not left. Each names the other, so both must be known.

    The introduction is locked by whoever calls.
    """
    if await tx.address_book.any_erased(*(side.partner_id for side in introduction.sides)):
        await tx.letters.refuse_waiting(introduction.id, reason=CANCELLED)
        return
    region = await tx.address_book.region(introduction.region)
    contacts = [await tx.address_book.reachable(side.partner_id) for side in introduction.sides]
    first, second = contacts
    if not (region and first and second):
        await tx.letters.unwrite(introduction.id, reason=_missing(introduction, contacts))
        return
    for recipient, other in ((first, second), (second, first)):
        write = partial(writer.write, introduction, recipient=recipient, other=other, region=region)
        await _prepare(tx, introduction, partner_id=recipient.partner_id, write=write)


async def prepare_waiting(
    tx: Transaction,
    *,
    writer: LetterWriter,
    partner_id: UUID | None = None,
    region: str | None = None,
) -> None:
    """Prepare what waited for a contact of a partner, or for a region."""
    for introduction_id in await tx.introductions.waiting(partner_id=partner_id, region=region):
        introduction = await tx.introductions.locked(introduction_id)
        if introduction:
            await prepare_letters(tx, introduction, writer=writer)


async def _prepare(
    tx: Transaction,
    introduction: Introduction,
    *,
    partner_id: UUID,
    write: Callable[..., WrittenLetter],
) -> None:
    letters = await tx.letters.of(introduction.id)
    letter = next((found for found in letters if found.partner_id == partner_id), None)
    if letter is None or letter.state != "waiting":
        return
    try:
        written = write(message_id=letter.message_id)
    except AddressUnusable as error:
        await tx.letters.refuse_waiting(introduction.id, reason=str(error), partner_id=partner_id)
        await advance(tx, introduction, IntroductionBounced)
    else:
        await tx.letters.write(letter.id, written)


def _missing(introduction: Introduction, contacts: Sequence[Contact | None]) -> str:
    for side, contact in zip(introduction.sides, contacts, strict=True):
        if contact is None:
            return NO_CONTACT.format(partner=side.partner_name)
    return NO_REGION
