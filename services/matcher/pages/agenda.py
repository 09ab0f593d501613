"""`/coordinator/agenda`: what is to be talked about at the next meeting, to print and tick off."""

from itertools import groupby
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.actions.agenda import tick_off
from services.matcher.domain.queue import Filters
from services.matcher.pages.card import heading
from services.matcher.pages.look import HOME, masthead_in
from services.matcher.pages.nobody_fits import PATH as NOBODY_FITS
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

PATH = f"{HOME}/agenda"


def agenda_routes(database: Database, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, principal: Coordinator) -> Response:
        seen = principal.regions_seen()
        async with database.transaction() as tx:
            head = await masthead_in(
                tx, principal, language=language_of(request), current=NOBODY_FITS
            )
            points = await tx.agenda.points(regions=seen)
            names = dict((await tx.queue.choices(Filters())).regions)
        to_do = [one for one in points if not one.done_at]
        return pages.render(
            request,
            "agenda.html",
            masthead=head,
            csrf_token=principal.csrf_token or "",
            home=HOME,
            path=PATH,
            by_region=[
                (names.get(region, region), list(found))
                for region, found in groupby(to_do, key=lambda one: one.region)
            ],
            done=[one for one in points if one.done_at],
            heading=heading,
        )

    @router.post("/{point_id}")
    async def tick(
        point_id: UUID,
        principal: Sender,
        done: Annotated[Literal["yes", "no"], Form()] = "yes",
    ) -> Response:
        await tick_off(database, point_id, by=principal, done=done == "yes")
        return RedirectResponse(PATH, status_code=303)

    @router.get("/{point_id}")
    async def after_a_form(point_id: UUID) -> Response:  # noqa: ARG001
        """A form's own address opened as a page, as by a switch of language."""
        return RedirectResponse(PATH, status_code=303)

    return router
