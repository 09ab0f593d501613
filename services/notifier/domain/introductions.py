"""An introduction: its partners, their letters, their answers, what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.notifier.domain.letters import LetterState
from services.notifier.domain.outcomes import STATE_AFTER
from shared.events.introductions import Answer, IntroductionState, OutcomeResult
from shared.events.suggestions import Side, SuggestionData

#: Answers after which an introduction that asks first is over.
NO = frozenset[Answer]({"not_now", "known"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """`asks_first` is None until it is known how the region introduces. One that waits for its
    turn says what for: until the month has room, or until an open one has ended."""

    id: UUID
    region: str
    suggestion: SuggestionData
    state: IntroductionState
    version: int
    created_at: datetime
    updated_at: datetime
    asks_first: bool | None
    names_shown: bool
    sent_at: datetime | None
    reminded_at: datetime | None
    waits_for: Literal["month", "open"] | None = None
    expected_on: date | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """Two, or more in a group."""
        return self.suggestion.seeker, self.suggestion.provider, *self.suggestion.others

    @property
    def partner_ids(self) -> tuple[UUID, ...]:
        return tuple(side.partner_id for side in self.sides)

    def side_of(self, partner_id: UUID) -> Side:
        return next(side for side in self.sides if side.partner_id == partner_id)

    def other_side(self, partner_id: UUID) -> Side:
        return self.other_sides(partner_id)[0]

    def other_sides(self, partner_id: UUID) -> tuple[Side, ...]:
        return tuple(side for side in self.sides if side.partner_id != partner_id)

    def includes(self, partner_id: UUID | None) -> bool:
        return any(side.partner_id == partner_id for side in self.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """Who should have got the letter instead; a partner's word, for the coordinator alone."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    introduction_id: UUID
    partner_id: UUID
    answer: Answer
    note: str
    named: NamedPerson | None
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a partner wrote by mail."""

    introduction_id: UUID
    partner_id: UUID
    text: str
    received_at: datetime


def state_of(
    *,
    letters: Sequence[LetterState],
    answers: Collection[Answer],
    outcome: OutcomeResult | None,
    partners: int = 2,
    asks_first: bool = False,
) -> IntroductionState:
    """How far an introduction has come; the farthest thing known decides.

    `letters` are those that asked for an answer, one to each partner.
    """
    if outcome:
        return STATE_AFTER[outcome]
    if asks_first and NO.intersection(answers):
        return "nothing"
    if answers:
        all_yes = len(answers) == partners and set(answers) == {"yes"}
        return "both_yes" if all_yes else "one_answered"
    return "sent" if letters and set(letters) == {"sent"} else "waiting"
