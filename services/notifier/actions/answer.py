"""What a partner does with a letter: answer it, or want no more."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from services.notifier.actions.consequences import follow_answer
from services.notifier.actions.following import followed_one
from services.notifier.actions.progress import advance
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import Contact, Region
from services.notifier.domain.errors import IntroductionUnknown, LinkUnknown
from services.notifier.domain.introductions import GivenAnswer, Introduction, NamedPerson
from services.notifier.domain.letters import TrackedLetter
from services.notifier.domain.text import storable
from services.notifier.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.events.introductions import Answer, IntroductionAnswered
from shared.storage.scope import within


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything the one who was written to may know about the introduction. `others` are those
    who can be reached, once their names are shown."""

    introduction: Introduction
    partner_id: UUID
    letter: TrackedLetter | None
    others: Sequence[Contact]
    region: Region | None
    answer: GivenAnswer | None
    others_answered: bool


async def find_question(database: Database, *, introduction_id: UUID, partner_id: UUID) -> Question:
    """Raises LinkUnknown when there is nothing left to ask about."""
    async with _opened(database, introduction_id) as tx:
        introduction = await tx.introductions.get(introduction_id)
        return await _question(tx, introduction, partner_id)


async def give_answer(
    database: Database,
    *,
    introduction_id: UUID,
    partner_id: UUID,
    answer: Answer,
    note: str,
    writer: LetterWriter,
    named: NamedPerson | None = None,
) -> Question:
    """Keep the answer in place of an earlier one, and tell it once.

    Raises:
        LinkUnknown: there is nothing left to ask about.
    """
    async with _opened(database, introduction_id) as tx:
        introduction = await tx.introductions.locked(introduction_id)
        question = await _question(tx, introduction, partner_id)
        given = await tx.answers.give(
            introduction_id,
            partner_id=partner_id,
            answer=answer,
            note=storable(note),
            named=_storable(named) if named and answer == "wrong_person" else None,
        )
        if given:
            await follow_answer(tx, question.introduction, writer=writer)
            await advance(tx, question.introduction, IntroductionAnswered)
        return await _question(tx, await tx.introductions.get(introduction_id), partner_id)


async def record_answer(
    database: Database,
    principal: Principal,
    introduction_id: UUID,
    *,
    partner_id: UUID,
    answer: Answer,
    writer: LetterWriter,
) -> None:
    """What a partner told the coordinator, in place of what was answered before.

    Raises:
        IntroductionUnknown: not there, not for `principal` to see, or not of this partner.
    """
    async with database.transaction() as tx:
        introduction = await tx.introductions.locked(introduction_id)
        if introduction is None or not principal.sees_region(introduction.region):
            raise IntroductionUnknown
        principal.check_region(introduction.region)
        if not introduction.includes(partner_id):
            raise IntroductionUnknown
        if await tx.answers.give(introduction_id, partner_id=partner_id, answer=answer, note=""):
            await follow_answer(tx, introduction, writer=writer)
            await advance(tx, introduction, IntroductionAnswered)


def _storable(named: NamedPerson) -> NamedPerson:
    return NamedPerson(name=storable(named.name), email=storable(named.email))


async def unsubscribe(database: Database, address_hash: bytes) -> None:
    """Send this address nothing more, letters that wait included, whichever region writes."""
    async with database.everywhere() as tx:
        await tx.suppressions.add(address_hash)


@asynccontextmanager
async def _opened(database: Database, introduction_id: UUID) -> AsyncIterator[Transaction]:
    """Whoever holds a link to an introduction sees its region, and no other one."""
    async with database.everywhere() as tx:
        introduction = await tx.introductions.get(introduction_id)
    with within(*([introduction.region] if introduction else [])):
        async with database.transaction() as tx:
            yield tx


async def _question(
    tx: Transaction, introduction: Introduction | None, partner_id: UUID
) -> Question:
    if introduction is None or not introduction.includes(partner_id):
        raise LinkUnknown
    if await tx.address_book.any_erased(*introduction.partner_ids):
        raise LinkUnknown
    known = await followed_one(tx, introduction)
    own = [letter for letter in known.letters if letter.partner_id == partner_id]
    reached = [
        await tx.address_book.reachable(side.partner_id)
        for side in introduction.other_sides(partner_id)
        if introduction.names_shown
    ]
    return Question(
        introduction=introduction,
        partner_id=partner_id,
        # The last one that was written: its reader is the one who has the link.
        letter=next((one for one in reversed(own) if one.recipient_name), own[0] if own else None),
        others=[contact for contact in reached if contact],
        region=await tx.address_book.region(introduction.region),
        answer=known.answer_of(partner_id),
        others_answered=any(given.partner_id != partner_id for given in known.answers),
    )
