"""Introductions as programs see them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.notifier.actions.follow_up import Followed
from services.notifier.domain.introductions import GivenAnswer, ReportedOutcome
from services.notifier.domain.letters import LetterState, TrackedLetter
from shared.access.principal import Principal
from shared.events.introductions import Answer, IntroductionState, OutcomeResult
from shared.events.profiles import Language
from shared.events.suggestions import Evidence, Side, SuggestionKind

MOST_TONNES = 1e9

Note = Annotated[str, Field(max_length=2_000)]


class LetterOut(BaseModel):
    """`to`, `language` and `subject` are empty until it is known whom to write to."""

    id: UUID
    partner_id: UUID
    to: str | None
    language: Language | None
    subject: str | None
    state: LetterState
    attempts: int
    server_reply: str
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None

    @classmethod
    def of(cls, letter: TrackedLetter) -> Self:
        return cls(
            id=letter.id,
            partner_id=letter.partner_id,
            to=letter.to,
            language=letter.language,
            subject=letter.subject,
            state=letter.state,
            attempts=letter.attempts,
            server_reply=letter.server_reply,
            created_at=letter.created_at,
            next_try_at=letter.next_try_at if letter.state == "waiting" else None,
            sent_at=letter.sent_at,
        )


class AnswerOut(BaseModel):
    partner_id: UUID
    answer: Answer
    note: str
    answered_at: datetime

    @classmethod
    def of(cls, given: GivenAnswer, *, with_note: bool) -> Self:
        return cls(
            partner_id=given.partner_id,
            answer=given.answer,
            note=given.note if with_note else "",
            answered_at=given.answered_at,
        )


class OutcomeIn(BaseModel):
    """`co2e_tonnes` is what is saved a year, as reported to the coordinator."""

    result: OutcomeResult
    co2e_tonnes: float | None = Field(None, ge=0, le=MOST_TONNES, allow_inf_nan=False)
    note: Note = ""


class OutcomeOut(BaseModel):
    result: OutcomeResult
    co2e_tonnes: float | None
    note: str
    reported_at: datetime

    @classmethod
    def of(cls, reported: ReportedOutcome, *, with_note: bool) -> Self:
        return cls(
            result=reported.result,
            co2e_tonnes=reported.co2e_tonnes,
            note=reported.note if with_note else "",
            reported_at=reported.reported_at,
        )


class IntroductionOut(BaseModel):
    id: UUID
    region: str
    state: IntroductionState
    version: int
    kind: SuggestionKind
    seeker: Side
    provider: Side
    evidence: tuple[Evidence, ...]
    distance_km: float | None
    note: str
    letters: list[LetterOut]
    answers: list[AnswerOut]
    outcome: OutcomeOut | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, followed: Followed, principal: Principal) -> Self:
        """A partner sees its own letter, and no note that was meant for the coordinator."""
        introduction, suggestion = followed.introduction, followed.introduction.suggestion
        letters = [one for one in followed.letters if _sees(principal, one.partner_id)]
        return cls(
            id=introduction.id,
            region=introduction.region,
            state=introduction.state,
            version=introduction.version,
            kind=suggestion.kind,
            seeker=suggestion.seeker,
            provider=suggestion.provider,
            evidence=suggestion.evidence,
            distance_km=suggestion.distance_km,
            note=suggestion.note,
            letters=[LetterOut.of(letter) for letter in letters],
            answers=[
                AnswerOut.of(given, with_note=_sees(principal, given.partner_id))
                for given in followed.answers
            ],
            outcome=(
                OutcomeOut.of(followed.outcome, with_note=principal.decides)
                if followed.outcome
                else None
            ),
            created_at=introduction.created_at,
            updated_at=introduction.updated_at,
        )


class IntroductionPage(BaseModel):
    """`next` is the cursor of the following page; empty on the last one."""

    items: list[IntroductionOut]
    next: str | None


def _sees(principal: Principal, partner_id: UUID) -> bool:
    return principal.decides or principal.partner_id == partner_id
