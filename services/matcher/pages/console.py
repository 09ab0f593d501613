"""`/coordinator`: the queue with one suggestion open. Everything works without a script."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.pages.look import HOME
from services.matcher.pages.queue import Opened, View, queue_page
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.templating import Pages

Decided = Annotated[UUID | None, Query()]


def console_routes(database: Database, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=HOME, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("")
    async def best(request: Request, principal: Coordinator, decided: Decided = None) -> Response:
        view = View(decided=decided)
        return await queue_page(request, pages, database, principal=principal, view=view)

    @router.get("/sign-in")
    async def moved() -> Response:
        """Where people signed in once; bookmarks still lead here."""
        return RedirectResponse(f"/sign-in?next={HOME}", status_code=303)

    @router.get("/suggestions/{suggestion_id}")
    async def one(
        request: Request,
        suggestion_id: UUID,
        principal: Coordinator,
        decided: Decided = None,
        opened: Annotated[Opened | None, Query(alias="open")] = None,
    ) -> Response:
        view = View(selected=suggestion_id, decided=decided, opened=opened)
        return await queue_page(request, pages, database, principal=principal, view=view)

    @router.get("/suggestions/{suggestion_id}/{action}")
    async def after_a_form(
        suggestion_id: UUID, action: Literal["approve", "reject", "snooze"]
    ) -> Response:
        """A form's own address opened as a page, as by a switch of language: back to the card."""
        opened = "" if action == "approve" else f"?open={action}"
        return RedirectResponse(f"{HOME}/suggestions/{suggestion_id}{opened}", status_code=303)

    return router
