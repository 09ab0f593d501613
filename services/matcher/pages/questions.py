"""`/coordinator/items/{id}/ask`: ask a partner the one thing that would help most."""

from collections.abc import Mapping
from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.matcher.actions.questions import ask
from services.matcher.actions.searching import reached_one
from services.matcher.api.requests import LONGEST_NOTE, Question
from services.matcher.pages.card import heading
from services.matcher.pages.look import HOME, masthead_in
from services.matcher.pages.messages import form_errors
from services.matcher.pages.nobody_fits import PATH as NOBODY_FITS
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.events.suggestions import QuestionCode
from shared.web.language import language_of
from shared.web.templating import Pages

QUESTIONS: tuple[QuestionCode, ...] = get_args(QuestionCode)


def question_routes(database: Database, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=f"{HOME}/items/{{item_id}}/ask", include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, item_id: UUID, principal: Coordinator) -> Response:
        return await _page(request, item_id, principal, typed={}, errors={})

    @router.post("")
    async def send(
        request: Request,
        item_id: UUID,
        principal: Sender,
        question: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
    ) -> Response:
        typed = {"question": question, "note": note}
        try:
            sent = Question.model_validate(typed)
        except ValidationError as error:
            errors = form_errors(error, typed, language=language_of(request))
            return await _page(request, item_id, principal, typed=typed, errors=errors)
        await ask(database, item_id, by=principal, question=sent.question, note=sent.note)
        return RedirectResponse(f"{NOBODY_FITS}?done=asked", status_code=303)

    async def _page(
        request: Request,
        item_id: UUID,
        principal: Principal,
        *,
        typed: Mapping[str, str],
        errors: Mapping[str, str],
    ) -> Response:
        async with database.transaction() as tx:
            half = await reached_one(tx, item_id, by=principal)
            head = await masthead_in(
                tx, principal, language=language_of(request), current=NOBODY_FITS
            )
            asked = await tx.questions.of_items([item_id])
        return pages.render(
            request,
            "ask.html",
            status=422 if errors else 200,
            masthead=head,
            csrf_token=principal.csrf_token or "",
            home=HOME,
            half=half,
            asked=asked,
            questions=QUESTIONS,
            typed=typed,
            errors=errors,
            heading=heading,
            longest_note=LONGEST_NOTE,
        )

    return router
