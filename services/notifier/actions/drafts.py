"""Read and edit the letters of a proposed pair before a coordinator approves it."""

from collections.abc import Mapping
from uuid import UUID

from services.notifier.actions.prepare import find_sides
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import Region
from services.notifier.domain.drafts import Draft, DraftLetter, Proposal, checked
from services.notifier.domain.errors import DraftChanged, SuggestionUnknown
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.pairs import Sides
from services.notifier.domain.text import storable
from services.notifier.letters.facts import IntroductionFacts, QuestionFacts
from services.notifier.storage.database import Database, Transaction
from services.notifier.storage.drafts import partners_of
from shared.access.principal import Principal
from shared.events.suggestions import (
    SuggestionApproved,
    SuggestionProposed,
    SuggestionRejected,
    SuggestionWithdrawn,
)

Opening = IntroductionFacts | QuestionFacts


async def follow_proposal(
    tx: Transaction,
    event: SuggestionProposed | SuggestionApproved | SuggestionRejected | SuggestionWithdrawn,
) -> None:
    """Keep what waits for a decision; let go of what no longer does. What was edited for a pair
    that is approved stays until its letters are written. Whoever calls has taken turns on the
    partners."""
    if isinstance(event, SuggestionProposed):
        if not await tx.address_book.any_erased(*partners_of(event.data)):
            await tx.drafts.keep_proposal(
                event.subject, region=event.region, suggestion=event.data, version=event.version
            )
        return
    is_news = await tx.drafts.close(
        event.subject, region=event.region, suggestion=event.data, version=event.version
    )
    if is_news and not isinstance(event, SuggestionApproved):
        await tx.drafts.drop(event.subject)


async def opening_facts(
    tx: Transaction, introduction: Introduction, facts: Opening
) -> Mapping[UUID, Opening]:
    """The first letters as they were edited before approval, by partner. The drafts are used up."""
    drafts = await tx.drafts.of(introduction.id)
    await tx.drafts.drop(introduction.id)
    return {
        partner_id: facts.model_copy(update={"subject": draft.subject, "body": draft.body})
        for partner_id, draft in drafts.items()
    }


async def read_drafts(
    database: Database, principal: Principal, suggestion_id: UUID, *, writer: LetterWriter
) -> list[DraftLetter]:
    """The letters as they would be sent now.

    Raises:
        SuggestionUnknown: not up for decision, or not for `principal` to decide.
    """
    async with database.transaction() as tx:
        proposal = await _seen(tx, principal, suggestion_id)
        return await _letters(tx, proposal, writer)


async def save_draft(
    database: Database,
    principal: Principal,
    suggestion_id: UUID,
    partner_id: UUID,
    *,
    words: tuple[str, str],
    version: int,
) -> None:
    """Keep subject and body in place of ours.

    Raises:
        SuggestionUnknown: not up for decision, or not for `principal` to decide.
        LetterEmpty, LetterTooLong, FieldUnfilled: nothing may leave like this.
        DraftChanged: somebody else has edited it meanwhile.
    """
    async with database.transaction() as tx:
        proposal = await _seen(tx, principal, suggestion_id)
        subject, body = checked(*map(storable, words))
        if partner_id not in _partner_ids(proposal):
            raise SuggestionUnknown
        if not await tx.drafts.save(
            suggestion_id,
            partner_id=partner_id,
            words=(subject, body),
            by=principal.actor,
            version=version,
        ):
            raise DraftChanged


async def restore_draft(
    database: Database,
    principal: Principal,
    suggestion_id: UUID,
    partner_id: UUID,
    *,
    version: int,
) -> None:
    """Back to our words. Raises SuggestionUnknown or DraftChanged."""
    async with database.transaction() as tx:
        await _seen(tx, principal, suggestion_id)
        restored = await tx.drafts.restore(suggestion_id, partner_id=partner_id, version=version)
        if not restored and partner_id in await tx.drafts.of(suggestion_id):
            raise DraftChanged


async def _seen(tx: Transaction, principal: Principal, suggestion_id: UUID) -> Proposal:
    proposal = await tx.drafts.proposal(suggestion_id)
    if proposal is None or not principal.sees_region(proposal.region):
        raise SuggestionUnknown
    return proposal


async def _letters(tx: Transaction, proposal: Proposal, writer: LetterWriter) -> list[DraftLetter]:
    region = await tx.address_book.region(proposal.region)
    introduction = proposal.introduction(asks_first=bool(region and region.asks_first))
    sides, missing = await find_sides(tx, introduction)
    drafts = await tx.drafts.of(proposal.id)
    if region is None or missing:
        return [await _unwritten(tx, introduction, id_) for id_ in introduction.partner_ids]
    return [
        _letter(sides, region, drafts.get(partner_id), partner_id, writer)
        for partner_id in introduction.partner_ids
    ]


async def _unwritten(tx: Transaction, introduction: Introduction, partner_id: UUID) -> DraftLetter:
    """Each letter names the other, so one address that is missing holds up both."""
    contact = await tx.address_book.reachable(partner_id)
    return DraftLetter(
        partner_id=partner_id,
        partner_name=introduction.side_of(partner_id).partner_name,
        to=contact.email if contact else "",
    )


def _letter(
    sides: Sides, region: Region, draft: Draft | None, partner_id: UUID, writer: LetterWriter
) -> DraftLetter:
    introduction, contact = sides.introduction, sides.contacts[partner_id]
    facts = QuestionFacts() if introduction.asks_first else IntroductionFacts()
    ours = writer.draft_words(facts, recipient=contact, region=region, sides=sides)
    subject, body = (draft.subject, draft.body) if draft else ours
    return DraftLetter(
        partner_id=partner_id,
        partner_name=introduction.side_of(partner_id).partner_name,
        recipient_name=contact.name,
        to=contact.email,
        language=contact.language,
        subject=subject,
        body=body,
        version=draft.version if draft else 0,
        edited_at=draft.edited_at if draft else None,
    )


def _partner_ids(proposal: Proposal) -> tuple[UUID, ...]:
    return proposal.introduction(asks_first=False).partner_ids
