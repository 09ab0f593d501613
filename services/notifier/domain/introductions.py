"""An introduction: two partners, two letters, their answers, what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifier.domain.letters import LetterState
from shared.events.introductions import Answer, IntroductionState, OutcomeResult
from shared.events.suggestions import Side, SuggestionData

LETTERS_EACH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    id: UUID
    region: str
    suggestion: SuggestionData
    state: IntroductionState
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.suggestion.seeker, self.suggestion.provider

    def side_of(self, partner_id: UUID) -> Side:
        return next(side for side in self.sides if side.partner_id == partner_id)

    def other_side(self, partner_id: UUID) -> Side:
        return next(side for side in self.sides if side.partner_id != partner_id)

    def includes(self, partner_id: UUID | None) -> bool:
        return any(side.partner_id == partner_id for side in self.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    introduction_id: UUID
    partner_id: UUID
    answer: Answer
    note: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedOutcome:
    """Tonnes of CO2e a year, as the coordinator reported them."""

    introduction_id: UUID
    result: OutcomeResult
    co2e_tonnes: float | None
    note: str
    reported_at: datetime


def state_of(
    *,
    letters: Sequence[LetterState],
    answers: Collection[Answer],
    outcome: OutcomeResult | None,
) -> IntroductionState:
    """How far an introduction has come; the farthest thing known decides."""
    if outcome:
        return outcome
    if answers:
        both_yes = len(answers) == LETTERS_EACH and set(answers) == {"yes"}
        return "both_yes" if both_yes else "one_answered"
    return "sent" if letters and set(letters) == {"sent"} else "waiting"
