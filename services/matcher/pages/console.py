"""`/coordinator`: the queue with one suggestion open. Everything works without a script."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.pages.look import HOME
from services.matcher.pages.notices import parsed_ids
from services.matcher.pages.queue import Opened, QueuePage, View
from shared.access.gate import Gate
from shared.access.principal import Principal

Ids = Annotated[str, Query(max_length=4_000)]
Cursor = Annotated[str | None, Query(max_length=1_000)]
Mode = Annotated[Literal["select", "whole"] | None, Query()]


def console_routes(gate: Gate, page: QueuePage) -> APIRouter:
    router = APIRouter(prefix=HOME, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("")
    async def best(
        request: Request,
        principal: Coordinator,
        decided: Ids = "",
        undone: Ids = "",
        cursor: Cursor = None,
        mode: Mode = None,
    ) -> Response:
        view = View(
            decided=parsed_ids(decided), undone=parsed_ids(undone), cursor=cursor, mode=mode
        )
        return await page.answer(request, principal=principal, view=view)

    @router.get("/sign-in")
    async def moved() -> Response:
        """Where people signed in once; bookmarks still lead here."""
        return RedirectResponse(f"/sign-in?next={HOME}", status_code=303)

    @router.get("/suggestions/{suggestion_id}")
    async def one(
        request: Request,
        suggestion_id: UUID,
        principal: Coordinator,
        decided: Ids = "",
        undone: Ids = "",
        opened: Annotated[Opened | None, Query(alias="open")] = None,
        cursor: Cursor = None,
        mode: Mode = None,
    ) -> Response:
        view = View(
            selected=suggestion_id,
            decided=parsed_ids(decided),
            undone=parsed_ids(undone),
            opened=opened,
            cursor=cursor,
            mode=mode,
        )
        return await page.answer(request, principal=principal, view=view)

    @router.get("/suggestions/{suggestion_id}/{action}")
    async def after_a_form(
        suggestion_id: UUID, action: Literal["approve", "reject", "snooze"]
    ) -> Response:
        """A form's own address opened as a page, as by a switch of language: back to the card."""
        opened = "" if action == "approve" else f"?open={action}"
        return RedirectResponse(f"{HOME}/suggestions/{suggestion_id}{opened}", status_code=303)

    return router
