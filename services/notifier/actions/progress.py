"""Tell the others how far an introduction has come."""

from dataclasses import replace

from services.notifier.actions.following import followed_one
from services.notifier.domain.followed import Followed
from services.notifier.domain.introductions import GivenAnswer, Introduction
from services.notifier.domain.letters import TrackedLetter
from services.notifier.domain.outcomes import ReportedOutcome
from services.notifier.storage.database import Transaction
from shared.events.introductions import (
    IntroductionData,
    IntroductionEvent,
    LetterFact,
    Outcome,
    PartnerAnswer,
)


async def advance(
    tx: Transaction, introduction: Introduction, event: type[IntroductionEvent]
) -> Introduction:
    """Count a change of an introduction that is locked, and tell it as an `event`."""
    known = await followed_one(tx, introduction)
    current = await tx.introductions.advance(introduction.id, known.state, is_sent=known.is_sent)
    await tx.outbox.add(told(replace(known, introduction=current), event=event))
    return current


async def tell(
    tx: Transaction, introduction: Introduction, event: type[IntroductionEvent]
) -> Introduction:
    """The introduction as it is kept now, told as an `event`."""
    current = await tx.introductions.locked(introduction.id)
    assert current is not None, "whoever tells of an introduction has locked it"
    await tx.outbox.add(told(await followed_one(tx, current), event=event))
    return current


def told(known: Followed, *, event: type[IntroductionEvent]) -> IntroductionEvent:
    """The introduction as an event: ids and states, and nothing anybody wrote."""
    introduction = known.introduction
    seeker, provider, *others = introduction.sides
    return event(
        type=event.model_fields["type"].default,
        subject=introduction.id,
        region=introduction.region,
        version=introduction.version,
        data=IntroductionData(
            suggestion_id=introduction.id,
            seeker_partner_id=seeker.partner_id,
            provider_partner_id=provider.partner_id,
            other_partner_ids=tuple(side.partner_id for side in others),
            seeker_item_id=seeker.item_id,
            provider_item_id=provider.item_id,
            state=introduction.state,
            answers=tuple(map(_answer, known.answers)),
            outcome=_outcome(known.outcome) if known.outcome else None,
            asks_first=bool(introduction.asks_first),
            names_shown=introduction.names_shown,
            opened_at=introduction.created_at,
            sent_at=introduction.sent_at,
            reminded_at=introduction.reminded_at,
            letters=tuple(map(_letter, known.letters)),
        ),
    )


def _answer(given: GivenAnswer) -> PartnerAnswer:
    return PartnerAnswer(
        partner_id=given.partner_id, answer=given.answer, answered_at=given.answered_at
    )


def _outcome(reported: ReportedOutcome) -> Outcome:
    return Outcome(
        result=reported.result,
        co2e_tonnes=reported.co2e_tonnes,
        certainty=reported.certainty,
        scope=reported.scope,
        reported_at=reported.reported_at,
    )


def _letter(letter: TrackedLetter) -> LetterFact:
    assert letter.partner_id is not None, "what is about an introduction is to a partner"
    return LetterFact(
        partner_id=letter.partner_id,
        kind=letter.kind,
        state=letter.state,
        at=letter.sent_at or letter.created_at,
    )
