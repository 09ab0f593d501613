"""Forget partners and contacts: addresses, names, what they wrote, and letters about them."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from services.notifier.actions.prepare import CANCELLED, prepare_letter, prepare_letters
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.addresses import address_hash
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.letters import TrackedLetter
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
        await forget_letters_alone_to(tx, event.subject)
        await _forget_letters_alone_about(tx, event.subject)
        await tx.drafts.forget_partner(event.subject)
        await tx.address_book.forget_partner(
            event.subject, region=event.region, version=event.version
        )
        await tx.listings.forget_of(event.subject)
        await tx.queue.forget_of(event.subject)
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
        introductions = await tx.forgotten_letters.with_contact(event.subject)
        await _forget_letters_received(tx, event.subject, introductions, mailbox)
        alone = await forget_letters_alone_to(tx, event.subject)
        await tx.drafts.forget_drafts(partner_id)
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
        for letter in alone:
            await prepare_letter(tx, letter, writer=writer)


async def forget_letters_alone_to(tx: Transaction, holder_id: UUID) -> list[TrackedLetter]:
    """Letters about no introduction, to one who is gone. Those that another contact of the
    partner may get instead are emptied and returned, the others go."""
    letters = await tx.forgotten_letters.alone_to(holder_id)
    kept = [one for one in letters if one.contact_id == holder_id and not one.for_contact_id]
    ids = [letter.id for letter in kept]
    await tx.forgotten_letters.drop(*(one.id for one in letters if one.id not in ids))
    await tx.forgotten_letters.call_back(*ids)
    await tx.forgotten_letters.forget_text(*ids)
    await tx.forgotten_letters.forget_recipient(*ids)
    return [one for one in kept if one.state in {"waiting", "sending"}]


async def _forget_letters_alone_about(tx: Transaction, partner_id: UUID) -> None:
    """Letters to others that name the one who is gone."""
    await tx.forgotten_letters.drop(
        *(letter.id for letter in await tx.forgotten_letters.alone_about(partner_id))
    )


async def _forget_letters_received(
    tx: Transaction, holder_id: UUID, introductions: list[UUID], mailbox: Mailbox | None
) -> None:
    """Before the rows go that tell which they are. Done again where the transaction fails."""
    emails = await tx.address_book.emails_of(holder_id)
    for email in emails:
        await tx.address_book.forget_dead_letters_to(email)
        await tx.answers.forget_named(email)
        await tx.preferences.forget(address_hash(email))
    if mailbox:
        letters = [
            *await tx.letters.of(*introductions),
            *await tx.forgotten_letters.alone_to(holder_id),
            *await tx.forgotten_letters.alone_about(holder_id),
        ]
        await mailbox.forget(
            message_ids=[letter.message_id for letter in letters], addresses=emails
        )


async def _forget(tx: Transaction, introduction: Introduction, partner_id: UUID) -> None:
    await _forget_letters(tx, introduction, partner_id)
    await tx.letters.refuse_waiting(introduction.id, reason=CANCELLED)
    await _forget_words(tx, introduction)
    await tx.introductions.rewrite(introduction.id, without(introduction.suggestion, partner_id))


async def _forget_letters(tx: Transaction, introduction: Introduction, partner_id: UUID) -> None:
    letters = await tx.letters.of(introduction.id)
    await tx.forgotten_letters.call_back(*(letter.id for letter in letters))
    await tx.forgotten_letters.forget_text(*(letter.id for letter in letters))
    await tx.forgotten_letters.forget_recipient(
        *(letter.id for letter in letters if letter.partner_id == partner_id)
    )


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
