"""Queue a letter of any kind.

Whoever decides that something is to be told calls `add_letter` inside a transaction of their own:

    await add_letter(
        tx,
        ReminderFacts(days=7),
        key=f"reminder:{introduction.id}:{partner_id}:7",
        region=introduction.region,
        to=to_partner(partner_id),
        introduction_id=introduction.id,
        writer=writer,
    )

The class of the facts is the kind of the letter (`letters/facts.py`). `key` says in words what
the letter is about, so that it is queued once, however often it is asked for; `not_before` is when
it may leave at the earliest. It is written at once where it is known whom to write to, else as
soon as that is known. The stored message is what every try sends.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from uuid6 import uuid7

from services.notifier.actions.prepare import prepare_letter, prepare_letters
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.letters import Addressee, NewLetter
from services.notifier.letters.facts import AnyFacts
from services.notifier.storage.database import Transaction


async def add_letter(
    tx: Transaction,
    facts: AnyFacts,
    *,
    key: str,
    region: str,
    to: Addressee,
    writer: LetterWriter,
    introduction_id: UUID | None = None,
    about: Iterable[UUID] = (),
    not_before: datetime | None = None,
) -> bool:
    """False when a letter with this key was queued before. A letter about an introduction names
    its partners anyway, and its introduction is locked by whoever calls; `about` are the partners
    that any other letter names, so that its words go when one of them is erased."""
    letter_id = uuid7()
    new = NewLetter(
        id=letter_id,
        message_id=writer.message_id(letter_id),
        key=key,
        region=region,
        to=to,
        facts=facts,
        introduction_id=introduction_id,
        about=tuple(about),
        not_before=not_before,
    )
    await tx.address_book.awaited_region(region)
    if not await tx.letters.add(new):
        return False
    letter = await tx.letters.get(letter_id)
    introduction = await tx.introductions.locked(introduction_id) if introduction_id else None
    if introduction:
        await prepare_letters(tx, introduction, writer=writer)
    elif letter:
        await prepare_letter(tx, letter, writer=writer)
    return True
