"""`/region/partners/{id}`: one partner, its people and what it looks for; write for it, invite."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.invitations import invite_contact
from services.registry.actions.listings import publish_listing
from services.registry.actions.partners import change_partner, erase_contact
from services.registry.domain.errors import ExpiryPassed, InvitedOften
from services.registry.domain.partners import Partner
from services.registry.pages.forms import typed_in
from services.registry.pages.region.desk import PARTNERS, RegionDesk
from services.registry.pages.region.partner_form import (
    FIELDS,
    LISTING_CODES,
    read_listing,
    read_partner,
    typed_from,
)
from services.registry.pages.region.partner_reach import check_contact, reached
from shared.access.principal import Principal
from shared.locale import words
from shared.web.language import language_of

ONE = f"{PARTNERS}/{{partner_id}}"

Done = Annotated[
    Literal["added", "saved", "invited", "invited_often", "published", "removed"] | None, Query()
]


def partner_page_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.include_router(_showing(desk))
    router.include_router(_contacts(desk))
    return router


def _showing(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix=ONE)
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(
        request: Request, partner_id: UUID, principal: Coordinator, done: Done = None
    ) -> Response:
        partner = await reached(desk, principal, partner_id)
        return await _page(desk, request, principal, partner, done=done)

    @router.post("/listings")
    async def write(request: Request, partner_id: UUID, principal: Sender) -> Response:
        """What a partner told the coordinator, in its name."""
        partner = await reached(desk, principal, partner_id)
        typed = await typed_in(request)
        word = words(language_of(request))
        record = read_listing(typed, word=word)
        if not isinstance(record, dict):
            try:
                await publish_listing(desk.database, partner_id, record)
                done = f"{PARTNERS}/{partner_id}?done=published"
                return RedirectResponse(done, status_code=303)
            except ExpiryPassed:
                record = {"expires_on": word("error.date.past")}
        return await _page(desk, request, principal, partner, typed=typed, errors=record)

    return router


def _contacts(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix=f"{ONE}/contacts")
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    @router.post("")
    async def add_contact(request: Request, partner_id: UUID, principal: Sender) -> Response:
        partner = await reached(desk, principal, partner_id)
        typed = await typed_in(request)
        word = words(language_of(request))
        whole = {**typed_from(partner), **typed}
        record = read_partner(whole, region=partner.region, earlier=partner, word=word)
        if isinstance(record, dict):
            return await _page(desk, request, principal, partner, typed=typed, errors=record)
        if len(record.contacts) == len(partner.contacts):
            missing = {"contact_email": word("error.email.format")}
            return await _page(desk, request, principal, partner, typed=typed, errors=missing)
        await change_partner(desk.database, partner_id, record)
        return RedirectResponse(f"{PARTNERS}/{partner_id}?done=saved", status_code=303)

    @router.post("/{contact_id}/invite")
    async def invite(partner_id: UUID, contact_id: UUID, principal: Sender) -> Response:
        await check_contact(desk, principal, partner_id, contact_id)
        done = "invited"
        try:
            await invite_contact(desk.database, contact_id, by=principal.name)
        except InvitedOften:
            done = "invited_often"
        return RedirectResponse(f"{PARTNERS}/{partner_id}?done={done}", status_code=303)

    @router.post("/{contact_id}/erase")
    async def remove(partner_id: UUID, contact_id: UUID, principal: Sender) -> Response:
        await check_contact(desk, principal, partner_id, contact_id)
        await erase_contact(desk.database, contact_id)
        return RedirectResponse(f"{PARTNERS}/{partner_id}?done=removed", status_code=303)

    return router


async def _page(
    desk: RegionDesk,
    request: Request,
    principal: Principal,
    partner: Partner,
    *,
    done: str | None = None,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    async with desk.database.transaction() as tx:
        listings = await tx.listings.find(partner_id=partner.id)
        invited = await tx.invitations.of_partner(partner.id)
    return await desk.page(
        request,
        principal,
        "region_partner.html",
        chosen=await desk.chosen(principal, partner.region),
        status=422 if errors else 200,
        partner=partner,
        listings=listings,
        invited=invited,
        done=done,
        typed={**dict.fromkeys((*LISTING_CODES, *FIELDS), ""), **(typed or {})},
        errors=errors or {},
    )
