"""The forms that undo what was decided, or send it before its time."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.actions.grace import send_now, undo
from services.matcher.actions.several import each
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.look import HOME
from services.matcher.pages.notices import MOST
from services.matcher.pages.outcomes import decided, undone
from services.matcher.pages.queue import QueuePage
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal

Chosen = Annotated[list[UUID], Form(max_length=MOST)]


def undoing_routes(database: Database, gate: Gate, page: QueuePage) -> APIRouter:
    router = APIRouter(prefix=HOME, include_in_schema=False)
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.post("/undo")
    async def undo_all(request: Request, principal: Sender, chosen: Chosen) -> Response:
        async def take_back(one: UUID) -> Suggestion:
            return await undo(database, one, by=principal)

        return await undone(request, page, await each(chosen, take_back), principal=principal)

    @router.post("/send-now")
    async def send_all(request: Request, principal: Sender, chosen: Chosen) -> Response:
        async def hurry(one: UUID) -> Suggestion:
            return await send_now(database, one, by=principal)

        return await decided(request, page, await each(chosen, hurry), principal=principal)

    @router.get("/several")
    @router.get("/undo")
    @router.get("/send-now")
    async def after_a_form() -> Response:
        """A form's own address opened as a page, as by a switch of language."""
        return RedirectResponse(HOME, status_code=303)

    return router
