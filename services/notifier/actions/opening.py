"""The letters that ask the partners of an introduction, and those that make them known."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from uuid6 import uuid7

from services.notifier.actions.drafts import opening_facts
from services.notifier.actions.prepare import prepare_letters
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.letters import NewLetter, to_partner
from services.notifier.letters.facts import AnyFacts, IntroductionFacts, QuestionFacts
from services.notifier.storage.database import Transaction

NOTHING_EDITED: Mapping[UUID, AnyFacts] = MappingProxyType({})


async def ask_partners(
    tx: Transaction, introduction: Introduction, *, writer: LetterWriter
) -> None:
    """One letter to each: who the other is, or, where the region asks first, whether they would
    talk to somebody who is not named."""
    facts = QuestionFacts() if introduction.asks_first else IntroductionFacts()
    edited = await opening_facts(tx, introduction, facts)
    await _write_to_all(tx, introduction, facts, edited=edited, writer=writer)


async def make_known(tx: Transaction, introduction: Introduction, *, writer: LetterWriter) -> None:
    """All have said yes: now each learns who the others are."""
    shown = await tx.introductions.show_names(introduction.id)
    await _write_to_all(tx, shown, IntroductionFacts(), writer=writer)


async def decide_how_to_ask(
    tx: Transaction, introduction: Introduction, *, asks_first: bool, writer: LetterWriter
) -> None:
    """It was not known how the region introduces: no letter has left, whatever was queued."""
    decided = await tx.introductions.decide(introduction.id, asks_first=asks_first)
    if asks_first:
        await tx.letters.drop_waiting(introduction.id)
        await ask_partners(tx, decided, writer=writer)


async def _write_to_all(
    tx: Transaction,
    introduction: Introduction,
    facts: AnyFacts,
    *,
    writer: LetterWriter,
    edited: Mapping[UUID, AnyFacts] = NOTHING_EDITED,
) -> None:
    for partner_id in introduction.partner_ids:
        letter_id = uuid7()
        await tx.letters.add(
            NewLetter(
                id=letter_id,
                message_id=writer.message_id(letter_id),
                key=f"{facts.kind}:{introduction.id}:{partner_id}",
                region=introduction.region,
                to=to_partner(partner_id),
                facts=edited.get(partner_id, facts),
                introduction_id=introduction.id,
            )
        )
    await prepare_letters(tx, introduction, writer=writer)
