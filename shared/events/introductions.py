"""What became of introductions, published by the notifier; `subject` is the introduction."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event, EventData, Source

IntroductionState = Literal[
    "waiting", "sent", "one_answered", "both_yes", "met", "working", "nothing"
]
Answer = Literal["yes", "not_now", "known", "wrong_person"]
#: A pilot or a contract is a way of working together.
OutcomeResult = Literal["met", "working", "pilot", "contract", "nothing"]
Certainty = Literal["estimated", "confirmed"]
EmissionScope = Literal["scope_1", "scope_2", "scope_3", "avoided"]
LetterState = Literal["waiting", "sending", "sent", "refused", "bounced", "unknown"]


class PartnerAnswer(EventData):
    partner_id: UUID
    answer: Answer
    answered_at: AwareDatetime


class Outcome(EventData):
    """What was reported; tonnes of CO2e a year, as reported and never computed."""

    result: OutcomeResult
    co2e_tonnes: float | None = None
    certainty: Certainty | None = None
    scope: EmissionScope | None = None
    reported_at: AwareDatetime | None = None


class LetterFact(EventData):
    """What became of one letter, without name and address."""

    partner_id: UUID
    kind: str
    state: LetterState
    at: AwareDatetime


class IntroductionData(EventData):
    suggestion_id: UUID
    seeker_partner_id: UUID
    provider_partner_id: UUID
    seeker_item_id: UUID
    provider_item_id: UUID
    state: IntroductionState
    answers: tuple[PartnerAnswer, ...] = ()
    outcome: Outcome | None = None
    #: The members of a group beyond the first two.
    other_partner_ids: tuple[UUID, ...] = ()
    asks_first: bool = False
    #: Whether the two have been told who the other is.
    names_shown: bool = True
    opened_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    reminded_at: AwareDatetime | None = None
    letters: tuple[LetterFact, ...] = ()


class IntroductionEvent(Event):
    stream: ClassVar[str] = "introductions"

    source: Source = "notifier"
    data: IntroductionData


class IntroductionOpened(IntroductionEvent):
    """An approved pair is to be introduced; its letters wait for their turn."""

    type: Literal["introduction.opened.v1"] = "introduction.opened.v1"


class IntroductionReminded(IntroductionEvent):
    """Those who have not answered were reminded."""

    type: Literal["introduction.reminded.v1"] = "introduction.reminded.v1"


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
    """A coordinator or a partner reported what came of it."""

    type: Literal["introduction.outcome.v1"] = "introduction.outcome.v1"
