"""`/region/partners/…`: add, change and erase one partner."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.invitations import invite_contact
from services.registry.actions.partners import (
    change_partner,
    erase_partner,
    register_partner,
)
from services.registry.domain.errors import (
    OrgnrTaken,
    PartnerChangedMeanwhile,
    PartnerNameTaken,
    TextsTooLong,
)
from services.registry.domain.partners import Partner
from services.registry.pages.forms import typed_in
from services.registry.pages.region.desk import PARTNERS, Chosen, RegionDesk
from services.registry.pages.region.partner_form import (
    FIELDS,
    read_partner,
    typed_from,
)
from services.registry.pages.region.partner_reach import reached
from services.registry.pages.region.settings_form import version_in
from shared.access.principal import Principal
from shared.locale import words
from shared.web.language import language_of

#: Refusals that belong to a field, with the field and the code of what to write there.
TAKEN: dict[type[Exception], tuple[str, str]] = {
    PartnerNameTaken: ("name", "error.partner.name_taken"),
    OrgnrTaken: ("orgnr", "error.partner.orgnr_taken"),
    TextsTooLong: ("description", "error.partner.too_long"),
}

Wanted = Annotated[str, Query(alias="region", max_length=60)]


def partner_change_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix=PARTNERS, include_in_schema=False)
    router.include_router(_adding(desk))
    router.include_router(_changing(desk))
    router.include_router(_erasing(desk))
    return router


def _adding(desk: RegionDesk) -> APIRouter:
    router = APIRouter()
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    @router.get("/new")
    async def show(request: Request, principal: Coordinator, wanted: Wanted = "") -> Response:
        chosen = await desk.chosen(principal, wanted)
        return await _form(desk, request, principal, chosen, {"language": chosen.region.language})

    @router.post("/new")
    async def add(request: Request, principal: Sender) -> Response:
        """With an invitation to the contact when the second button was pressed."""
        typed = await typed_in(request)
        chosen = await desk.chosen(principal, typed.get("region", ""))
        word = words(language_of(request))
        record = read_partner(typed, region=chosen.region.slug, earlier=None, word=word)
        if isinstance(record, dict):
            return await _form(desk, request, principal, chosen, typed, errors=record)
        try:
            partner = await register_partner(desk.database, record)
        except tuple(TAKEN) as error:
            name, code = TAKEN[type(error)]
            wrong = {name: word(code)}
            return await _form(desk, request, principal, chosen, typed, errors=wrong)
        done = "added"
        if typed.get("then") == "invite" and partner.contacts:
            await invite_contact(desk.database, partner.contacts[0].id, by=principal.name)
            done = "invited"
        return RedirectResponse(f"{PARTNERS}/{partner.id}?done={done}", status_code=303)

    return router


def _changing(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix="/{partner_id}/edit")
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, partner_id: UUID, principal: Coordinator) -> Response:
        partner = await reached(desk, principal, partner_id)
        chosen = await desk.chosen(principal, partner.region)
        typed = typed_from(partner)
        return await _form(desk, request, principal, chosen, typed, partner=partner)

    @router.post("")
    async def save(request: Request, partner_id: UUID, principal: Sender) -> Response:
        partner = await reached(desk, principal, partner_id)
        chosen = await desk.chosen(principal, partner.region)
        typed = await typed_in(request)
        word = words(language_of(request))
        record = read_partner(typed, region=partner.region, earlier=partner, word=word)
        shown: dict[str, Any] = {"partner": partner}
        if not isinstance(record, dict):
            try:
                seen = version_in(typed)
                await change_partner(desk.database, partner_id, record, seen=seen)
                done = f"{PARTNERS}/{partner_id}?done=saved"
                return RedirectResponse(done, status_code=303)
            except PartnerChangedMeanwhile:
                typed["version"] = str(partner.version)
                return await _form(desk, request, principal, chosen, typed, overtaken=True, **shown)
            except tuple(TAKEN) as error:
                name, code = TAKEN[type(error)]
                record = {name: word(code)}
        return await _form(desk, request, principal, chosen, typed, errors=record, **shown)

    return router


def _erasing(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix="/{partner_id}/erase")
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def ask(request: Request, partner_id: UUID, principal: Coordinator) -> Response:
        partner = await reached(desk, principal, partner_id)
        async with desk.database.transaction() as tx:
            listings = await tx.listings.find(partner_id=partner_id)
        chosen = await desk.chosen(principal, partner.region)
        return await desk.page(
            request,
            principal,
            "region_partner_erase.html",
            chosen=chosen,
            partner=partner,
            listings=len(listings),
        )

    @router.post("")
    async def erase(partner_id: UUID, principal: Sender) -> Response:
        partner = await reached(desk, principal, partner_id)
        await erase_partner(desk.database, partner_id)
        done = f"{PARTNERS}?region={partner.region}&done=erased"
        return RedirectResponse(done, status_code=303)

    return router


async def _form(
    desk: RegionDesk,
    request: Request,
    principal: Principal,
    chosen: Chosen,
    typed: dict[str, str],
    *,
    partner: Partner | None = None,
    errors: dict[str, str] | None = None,
    overtaken: bool = False,
) -> Response:
    return await desk.page(
        request,
        principal,
        "region_partner_form.html",
        chosen=chosen,
        status=422 if errors else 409 if overtaken else 200,
        partner=partner,
        typed={**dict.fromkeys((*FIELDS, "version"), ""), **typed},
        errors=errors or {},
        overtaken=overtaken,
    )
