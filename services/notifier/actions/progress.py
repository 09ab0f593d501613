"""Tell the others how far an introduction has come."""

from services.notifier.domain.introductions import (
    GivenAnswer,
    Introduction,
    ReportedOutcome,
    state_of,
)
from services.notifier.storage.database import Transaction
from shared.events.introductions import (
    IntroductionData,
    IntroductionEvent,
    Outcome,
    PartnerAnswer,
)


async def advance(
    tx: Transaction, introduction: Introduction, event: type[IntroductionEvent]
) -> Introduction:
    """Count a change of an introduction that is locked, and tell it as an `event`."""
    letters = await tx.letters.of(introduction.id)
    answers = await tx.answers.of(introduction.id)
    outcome = next(iter(await tx.answers.outcomes(introduction.id)), None)
    state = state_of(
        letters=[letter.state for letter in letters],
        answers=[given.answer for given in answers],
        outcome=outcome.result if outcome else None,
    )
    advanced = await tx.introductions.advance(introduction.id, state)
    await tx.outbox.add(told(advanced, answers, outcome, event=event))
    return advanced


def told(
    introduction: Introduction,
    answers: list[GivenAnswer],
    outcome: ReportedOutcome | None,
    *,
    event: type[IntroductionEvent],
) -> IntroductionEvent:
    """The introduction as an event: ids and states, and nothing anybody wrote."""
    seeker, provider = introduction.sides
    return event(
        type=event.model_fields["type"].default,
        subject=introduction.id,
        region=introduction.region,
        version=introduction.version,
        data=IntroductionData(
            suggestion_id=introduction.id,
            seeker_partner_id=seeker.partner_id,
            provider_partner_id=provider.partner_id,
            seeker_item_id=seeker.item_id,
            provider_item_id=provider.item_id,
            state=introduction.state,
            answers=tuple(_answer(given) for given in answers),
            outcome=_outcome(outcome) if outcome else None,
        ),
    )


def _answer(given: GivenAnswer) -> PartnerAnswer:
    return PartnerAnswer(
        partner_id=given.partner_id, answer=given.answer, answered_at=given.answered_at
    )


def _outcome(reported: ReportedOutcome) -> Outcome:
    return Outcome(result=reported.result, co2e_tonnes=reported.co2e_tonnes)
