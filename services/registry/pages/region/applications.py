"""`/region/applications`: who wants to become a partner."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.applications import (
    approve_application,
    approve_as_contact,
    decline_application,
    waiting_applications,
)
from services.registry.domain.errors import ApplicationUnknown, OrgnrTaken, PartnerNameTaken
from services.registry.pages.region.desk import PREFIX, RegionDesk
from shared.access.principal import Principal
from shared.locale import words
from shared.web.language import language_of

APPLICATIONS = f"{PREFIX}/applications"
LONGEST_NOTE = 2_000
#: What stands in the way of an approval, by the code of its text.
IN_THE_WAY = {PartnerNameTaken: "applications.name_taken", OrgnrTaken: "applications.orgnr_taken"}

Done = Annotated[Literal["approved"] | None, Query()]
Note = Annotated[str, Form(max_length=LONGEST_NOTE)]


def application_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix=APPLICATIONS, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    async def page(
        request: Request,
        principal: Principal,
        *,
        done: str | None = None,
        refused: str = "",
        status: int = 409,
    ) -> Response:
        found = await waiting_applications(desk.database, regions=principal.regions_seen())
        chosen = await desk.chosen(principal, "")
        return await desk.page(
            request,
            principal,
            "region_applications.html",
            chosen=chosen,
            status=status if refused else 200,
            applications=found,
            region_names={one.slug: one.name for one in chosen.regions},
            done=done,
            refused=words(language_of(request))(refused) if refused else "",
        )

    @router.get("")
    async def show(request: Request, principal: Coordinator, done: Done = None) -> Response:
        return await page(request, principal, done=done)

    @router.post("/{application_id}/approve")
    async def approve(
        request: Request,
        application_id: UUID,
        principal: Sender,
        partner_id: Annotated[UUID | None, Form()] = None,
    ) -> Response:
        """As a new partner, or as one more contact of one that is there."""
        by = principal.name
        try:
            if partner_id:
                await approve_as_contact(desk.database, application_id, partner_id, by=by)
            else:
                await approve_application(desk.database, application_id, by=by)
        except (PartnerNameTaken, OrgnrTaken) as error:
            return await page(request, principal, refused=IN_THE_WAY[type(error)])
        except ApplicationUnknown:
            return await page(request, principal, refused="applications.answered", status=404)
        return RedirectResponse(f"{APPLICATIONS}?done=approved", status_code=303)

    @router.post("/{application_id}/decline")
    async def decline(
        request: Request, application_id: UUID, principal: Sender, note: Note = ""
    ) -> Response:
        """The word to them goes from the coordinator's own mailbox: anybody's address may have
        been typed by anybody, so nothing is mailed to it by itself."""
        try:
            application = await decline_application(desk.database, application_id)
        except ApplicationUnknown:
            return await page(request, principal, refused="applications.answered", status=404)
        chosen = await desk.chosen(principal, application.region)
        return await desk.page(
            request,
            principal,
            "region_application_declined.html",
            chosen=chosen,
            application=application,
            note=note,
        )

    return router
