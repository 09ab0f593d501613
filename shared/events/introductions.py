"""What became of introductions, published by the notifier; `subject` is the introduction."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event, EventData, Source

IntroductionState = Literal[
    "waiting", "sent", "one_answered", "both_yes", "met", "working", "nothing"
]
Answer = Literal["yes", "not_now", "known", "wrong_person"]
OutcomeResult = Literal["met", "working", "nothing"]


class PartnerAnswer(EventData):
    partner_id: UUID
    answer: Answer
    answered_at: AwareDatetime


class Outcome(EventData):
    """What a coordinator reported; tonnes of CO2e a year, as reported and never computed."""

    result: OutcomeResult
    co2e_tonnes: float | None = None


class IntroductionData(EventData):
    suggestion_id: UUID
    seeker_partner_id: UUID
    provider_partner_id: UUID
    seeker_item_id: UUID
    provider_item_id: UUID
    state: IntroductionState
    answers: tuple[PartnerAnswer, ...] = ()
    outcome: Outcome | None = None


class IntroductionEvent(Event):
    stream: ClassVar[str] = "introductions"

    source: Source = "notifier"
    data: IntroductionData


class IntroductionSent(IntroductionEvent):
    """Both letters were accepted by the mail server."""

    type: Literal["introduction.sent.v1"] = "introduction.sent.v1"


class IntroductionAnswered(IntroductionEvent):
    """A partner answered, or changed the answer."""

    type: Literal["introduction.answered.v1"] = "introduction.answered.v1"


class IntroductionBounced(IntroductionEvent):
    """A letter was refused for good."""

    type: Literal["introduction.bounced.v1"] = "introduction.bounced.v1"


class IntroductionOutcome(IntroductionEvent):
    """A coordinator reported what came of it."""

    type: Literal["introduction.outcome.v1"] = "introduction.outcome.v1"
