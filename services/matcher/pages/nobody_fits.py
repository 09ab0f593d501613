"""`/coordinator/nobody-fits`: needs without a suggestion and partners that got nothing, each with
something to do about it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.actions.agenda import put_item_on_agenda, put_partner_on_agenda
from services.matcher.domain.queue import Filters
from services.matcher.pages.card import heading
from services.matcher.pages.look import HOME, masthead_in
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

PATH = f"{HOME}/nobody-fits"
MOST = 50  #: of each at a time: more would weigh too much for a page

Done = Annotated[Literal["asked", "agenda"] | None, Query()]
Region = Annotated[str, Query(max_length=60)]


def nobody_fits_routes(database: Database, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=HOME, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.get("/nobody-fits")
    async def show(
        request: Request, principal: Coordinator, region: Region = "", done: Done = None
    ) -> Response:
        seen = principal.regions_seen()
        asked = [region] if region and principal.sees_region(region) else seen
        async with database.transaction() as tx:
            head = await masthead_in(tx, principal, language=language_of(request), current=PATH)
            context = {
                "needs": await tx.unmatched.needs(regions=asked, limit=MOST),
                "partners": await tx.unmatched.partners(regions=asked, limit=MOST),
                "regions": (await tx.queue.choices(Filters())).regions,
            }
        return pages.render(
            request,
            "nobody_fits.html",
            masthead=head,
            csrf_token=principal.csrf_token or "",
            home=HOME,
            region=region,
            done=done,
            heading=heading,
            most=MOST,
            **context,  # type: ignore[arg-type]
        )

    @router.post("/items/{item_id}/agenda")
    async def put_item(item_id: UUID, principal: Sender) -> Response:
        await put_item_on_agenda(database, item_id, by=principal)
        return RedirectResponse(f"{PATH}?done=agenda", status_code=303)

    @router.post("/partners/{partner_id}/agenda")
    async def put_partner(partner_id: UUID, principal: Sender) -> Response:
        await put_partner_on_agenda(database, partner_id, by=principal)
        return RedirectResponse(f"{PATH}?done=agenda", status_code=303)

    @router.get("/items/{item_id}/agenda")
    @router.get("/partners/{partner_id}/agenda")
    async def after_a_form() -> Response:
        """A form's own address opened as a page, as by a switch of language."""
        return RedirectResponse(PATH, status_code=303)

    return router
