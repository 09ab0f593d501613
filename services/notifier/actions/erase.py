"""Forget partners and contacts: addresses, names, what they wrote, and letters about them."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from services.notifier.actions.prepare import CANCELLED, prepare_letters
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.introductions import Introduction
from services.notifier.storage.database import Database, Transaction
from shared.events.contacts import ContactErased
from shared.events.profiles import PartnerErased
from shared.events.suggestions import Side, SuggestionData

NOTHING_WRITTEN = {"partner_name": "", "title": "", "text": "", "place": ""}


class Mailbox(Protocol):
    """Where letters end that leave this machine for nowhere."""

    async def forget(self, *, message_ids: Collection[str], addresses: Collection[str]) -> None:
        """Throw away letters with these ids, and all letters to these addresses."""
        ...


async def erase_partner(
    database: Database, event: PartnerErased, *, mailbox: Mailbox | None = None
) -> None:
    async with database.transaction() as tx:
        await tx.address_book.take_turns(event.subject)
        if not await tx.inbox.claim(event):
            return
        introductions = await tx.introductions.with_partner(event.subject)
        await _forget_letters_received(tx, event.subject, introductions, mailbox)
        await tx.address_book.forget_partner(
            event.subject, region=event.region, version=event.version
        )
        await tx.audit.add("partner.erased", subject=event.subject, region=event.region)
        for introduction_id in introductions:
            introduction = await tx.introductions.locked(introduction_id)
            if introduction:
                await _forget(tx, introduction, event.subject)


async def erase_contact(
    database: Database,
    event: ContactErased,
    *,
    writer: LetterWriter,
    mailbox: Mailbox | None = None,
) -> None:
    """Letters that have not left are written anew, to another contact if there is one."""
    partner_id = event.data.partner_id
    async with database.transaction() as tx:
        await tx.address_book.take_turns(partner_id)
        if not await tx.inbox.claim(event):
            return
        introductions = await tx.letters.with_contact(event.subject)
        await _forget_letters_received(tx, event.subject, introductions, mailbox)
        await tx.address_book.forget_contact(
            event.subject, partner_id=partner_id, region=event.region, version=event.version
        )
        await tx.audit.add("contact.erased", subject=event.subject, region=event.region)
        for introduction_id in introductions:
            introduction = await tx.introductions.locked(introduction_id)
            if introduction:
                await _forget_letters(tx, introduction, partner_id)
                await _forget_words(tx, introduction)
                await prepare_letters(tx, introduction, writer=writer)


async def _forget_letters_received(
    tx: Transaction, holder_id: UUID, introductions: list[UUID], mailbox: Mailbox | None
) -> None:
    """Before the rows go that tell which they are. Done again where the transaction fails."""
    emails = await tx.address_book.emails_of(holder_id)
    for email in emails:
        await tx.address_book.forget_dead_letters_to(email)
        await tx.answers.forget_named(email)
    if mailbox:
        letters = await tx.letters.of(*introductions)
        await mailbox.forget(
            message_ids=[letter.message_id for letter in letters], addresses=emails
        )


async def _forget(tx: Transaction, introduction: Introduction, partner_id: UUID) -> None:
    await _forget_letters(tx, introduction, partner_id)
    await tx.letters.refuse_waiting(introduction.id, reason=CANCELLED)
    await _forget_words(tx, introduction)
    await tx.introductions.rewrite(introduction.id, without(introduction.suggestion, partner_id))


async def _forget_letters(tx: Transaction, introduction: Introduction, partner_id: UUID) -> None:
    await tx.letters.call_back(introduction.id)
    await tx.letters.forget_text(introduction.id)
    await tx.letters.forget_recipient(introduction.id, partner_id=partner_id)


async def _forget_words(tx: Transaction, introduction: Introduction) -> None:
    await tx.answers.forget_texts(introduction.id)
    await tx.outcomes.forget_texts(introduction.id)


def without(suggestion: SuggestionData, partner_id: UUID) -> SuggestionData:
    """The pair with nothing left of what one of them wrote, nor of what was said about them."""
    return suggestion.model_copy(
        update={
            "seeker": _emptied(suggestion.seeker, partner_id),
            "provider": _emptied(suggestion.provider, partner_id),
            "others": tuple(_emptied(side, partner_id) for side in suggestion.others),
            "evidence": (),
            "speaks_for": (),
            "speaks_against": (),
            "note": "",
        }
    )


def _emptied(side: Side, partner_id: UUID) -> Side:
    return side.model_copy(update=NOTHING_WRITTEN) if side.partner_id == partner_id else side
