"""Introductions as programs see them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from services.notifier.domain.followed import Followed
from services.notifier.domain.introductions import GivenAnswer, Reply
from services.notifier.domain.letters import LetterState, TrackedLetter
from services.notifier.domain.outcomes import Report, ReportedOutcome
from services.notifier.domain.views import View
from services.notifier.letters.facts import LetterKind
from shared.access.principal import Principal
from shared.events.introductions import (
    Answer,
    Certainty,
    EmissionScope,
    IntroductionState,
    OutcomeResult,
)
from shared.events.profiles import Language
from shared.events.suggestions import Evidence, GroupRole, ItemKind, Side, SuggestionKind

MOST_TONNES = 1e9

Note = Annotated[str, Field(max_length=2_000)]


class LetterOut(BaseModel):
    """`to`, `language` and `subject` are empty until it is known whom to write to."""

    id: UUID
    kind: LetterKind
    partner_id: UUID | None
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
            kind=letter.kind,
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


class NamedOut(BaseModel):
    name: str
    email: str


class AnswerOut(BaseModel):
    """`named` is who should have got the letter instead; for those who decide alone."""

    partner_id: UUID
    answer: Answer
    note: str
    named: NamedOut | None
    answered_at: datetime

    @classmethod
    def of(cls, given: GivenAnswer, view: View) -> Self:
        named = given.named if view.principal.decides else None
        return cls(
            partner_id=given.partner_id,
            answer=given.answer,
            note=given.note if view.is_own(given.partner_id) else "",
            named=NamedOut(name=named.name, email=named.email) if named else None,
            answered_at=given.answered_at,
        )


class ReplyOut(BaseModel):
    """What a partner wrote by mail."""

    partner_id: UUID
    text: str
    received_at: datetime

    @classmethod
    def of(cls, reply: Reply) -> Self:
        return cls(partner_id=reply.partner_id, text=reply.text, received_at=reply.received_at)


class OutcomeIn(BaseModel):
    """`co2e_tonnes` is what is saved a year, as reported; an estimate unless it is confirmed.
    `method` tells how it was arrived at, `reason` why it came to nothing."""

    result: OutcomeResult
    co2e_tonnes: float | None = Field(None, ge=0, le=MOST_TONNES, allow_inf_nan=False)
    certainty: Certainty | None = None
    scope: EmissionScope | None = None
    method: Note = ""
    reason: Note = ""
    note: Note = ""

    @model_validator(mode="after")
    def _describes_a_figure(self) -> Self:
        if self.co2e_tonnes is None and (self.certainty or self.scope):
            raise ValueError("Give the tonnes that `certainty` and `scope` are about.")
        return self

    def report(self) -> Report:
        return Report(**self.model_dump())


class OutcomeOut(BaseModel):
    """`reported_by_partner_id` is empty where a coordinator reported."""

    result: OutcomeResult
    co2e_tonnes: float | None
    certainty: Certainty | None
    scope: EmissionScope | None
    method: str
    reason: str
    note: str
    reported_by_partner_id: UUID | None
    reported_at: datetime

    @classmethod
    def of(cls, reported: ReportedOutcome, view: View) -> Self:
        by = reported.reported_by_partner_id
        is_own = view.principal.decides or (by is not None and view.is_own(by))
        return cls(
            result=reported.result,
            co2e_tonnes=reported.co2e_tonnes,
            certainty=reported.certainty,
            scope=reported.scope,
            method=reported.method,
            reason=reported.reason if is_own else "",
            note=reported.note if is_own else "",
            reported_by_partner_id=by,
            reported_at=reported.reported_at,
        )


class SideOut(BaseModel):
    """One of the partners. Ids and names are empty until they may be shown to the other."""

    partner_id: UUID | None
    partner_name: str
    item_id: UUID | None
    kind: ItemKind
    title: str
    text: str
    language: Language
    place: str
    role: GroupRole | None

    @classmethod
    def of(cls, side: Side, view: View) -> Self:
        told = side.model_dump()
        if not view.names(side.partner_id):
            told |= {"partner_id": None, "item_id": None}
            told |= dict.fromkeys(("partner_name", "title", "text", "place"), "")
        return cls(**told)


class IntroductionOut(BaseModel):
    """`outcomes` are all that was reported, newest first; `outcome` is the one that counts.
    `waits_for` tells why no letter has been written yet, `expected_on` when it may be."""

    id: UUID
    region: str
    state: IntroductionState
    version: int
    kind: SuggestionKind
    seeker: SideOut
    provider: SideOut
    others: list[SideOut]
    evidence: tuple[Evidence, ...]
    distance_km: float | None
    note: str
    asks_first: bool
    names_shown: bool
    waits_for: Literal["month", "open"] | None
    expected_on: date | None
    letters: list[LetterOut]
    answers: list[AnswerOut]
    replies: list[ReplyOut]
    outcome: OutcomeOut | None
    outcomes: list[OutcomeOut]
    created_at: datetime
    updated_at: datetime
    sent_at: datetime | None
    reminded_at: datetime | None

    @classmethod
    def of(cls, known: Followed, principal: Principal) -> Self:
        """A partner sees its own letters and words, and who the other is once that is shown."""
        introduction, suggestion = known.introduction, known.introduction.suggestion
        view = View(principal, known)
        outcomes = [OutcomeOut.of(reported, view) for reported in known.outcomes]
        return cls(
            id=introduction.id,
            region=introduction.region,
            state=view.state,
            version=introduction.version,
            kind=suggestion.kind,
            seeker=SideOut.of(suggestion.seeker, view),
            provider=SideOut.of(suggestion.provider, view),
            others=[SideOut.of(side, view) for side in suggestion.others],
            evidence=suggestion.evidence,
            distance_km=suggestion.distance_km,
            note=suggestion.note if view.sees_all else "",
            asks_first=bool(introduction.asks_first),
            names_shown=introduction.names_shown,
            waits_for=introduction.waits_for,
            expected_on=introduction.expected_on,
            letters=[LetterOut.of(letter) for letter in view.letters],
            answers=[AnswerOut.of(given, view) for given in view.answers],
            replies=[ReplyOut.of(reply) for reply in view.replies],
            outcome=outcomes[0] if outcomes else None,
            outcomes=outcomes,
            created_at=introduction.created_at,
            updated_at=introduction.updated_at,
            sent_at=introduction.sent_at,
            reminded_at=introduction.reminded_at,
        )


class IntroductionPage(BaseModel):
    """`next` is the cursor of the following page; empty on the last one."""

    items: list[IntroductionOut]
    next: str | None
