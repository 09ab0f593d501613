"""The forms on the page of an introduction. Each leads back to it, or to where it was pressed."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.notifier.actions.answer import record_answer
from services.notifier.actions.follow_up import report_outcome
from services.notifier.actions.remind import remind_now
from services.notifier.actions.send_again import send_again
from services.notifier.actions.writing import LetterWriter
from services.notifier.pages.forms import OutcomeForm, read_form
from services.notifier.pages.introductions import IntroductionPages
from services.notifier.pages.look import INTRODUCTIONS
from services.notifier.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.events.introductions import Answer
from shared.locale import words
from shared.web.language import language_of
from shared.web.own_paths import own_path

Text = Annotated[str, Form()]


def introduction_forms(
    database: Database, gate: Gate, shown: IntroductionPages, *, writer: LetterWriter
) -> APIRouter:
    router = APIRouter(prefix=f"{INTRODUCTIONS}/{{introduction_id}}", include_in_schema=False)
    Reporter = Annotated[Principal, Depends(gate.signed_in_form)]  # noqa: N806 a type
    Coordinator = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.post("/outcome")
    async def outcome(
        request: Request,
        introduction_id: UUID,
        principal: Reporter,
        typed: Annotated[Mapping[str, str], Depends(typed_outcome)],
    ) -> Response:
        read = read_form(OutcomeForm, typed, word=words(language_of(request)))
        if not isinstance(read, OutcomeForm):
            return await shown.one(request, principal, introduction_id, typed=typed, errors=read)
        await report_outcome(database, principal, introduction_id, read.report())
        return _back(introduction_id, "outcome")

    @router.post("/answer")
    async def answer(
        introduction_id: UUID,
        principal: Coordinator,
        partner_id: Annotated[UUID, Form()],
        answer: Annotated[Answer, Form()],
    ) -> Response:
        """What a partner said by mail or on the telephone."""
        await record_answer(
            database,
            principal,
            introduction_id,
            partner_id=partner_id,
            answer=answer,
            writer=writer,
        )
        return _back(introduction_id, "answer")

    @router.post("/remind")
    async def remind(
        introduction_id: UUID,
        principal: Coordinator,
        leads_to: Annotated[str, Form(alias="next", max_length=500)] = "",
    ) -> Response:
        """Also pressed on the board of follow-up, which `next` leads back to."""
        reminded = await remind_now(database, principal, introduction_id, writer=writer)
        page = f"{INTRODUCTIONS}/{introduction_id}"
        done = "reminded" if reminded else "not_reminded"
        return RedirectResponse(own_path(leads_to) or f"{page}?done={done}", status_code=303)

    @router.post("/letters/{own_letter_id}/send-again")
    async def again(introduction_id: UUID, own_letter_id: UUID, principal: Coordinator) -> Response:
        await send_again(database, principal, introduction_id, own_letter_id)
        return _back(introduction_id, "again")

    return router


async def typed_outcome(
    result: Text = "",
    co2e_tonnes: Text = "",
    certainty: Text = "",
    scope: Text = "",
    method: Text = "",
    reason: Text = "",
    note: Text = "",
) -> Mapping[str, str]:
    return {
        "result": result,
        "co2e_tonnes": co2e_tonnes,
        "certainty": certainty,
        "scope": scope,
        "method": method,
        "reason": reason,
        "note": note,
    }


def _back(introduction_id: UUID, done: str) -> Response:
    return RedirectResponse(f"{INTRODUCTIONS}/{introduction_id}?done={done}", status_code=303)
