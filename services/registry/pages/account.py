"""`/account`: who I am here, whom else I may be, and where I am signed in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.sign_in import grants_of, switch
from services.registry.domain.people import SignInGrant
from services.registry.pages.portal import Portal
from services.registry.pages.sign_in import HOMES, Next, NextTyped, SignInDesk
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.own_paths import own_path

ACCOUNT = "/account"
SIGN_IN = "/sign-in"


def account_routes(desk: SignInDesk, portal: Portal) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.include_router(_showing(desk, portal))
    router.include_router(_leaving(desk, portal.gate))
    return router


def _showing(desk: SignInDesk, portal: Portal) -> APIRouter:
    router = APIRouter(prefix=ACCOUNT)
    gate = portal.gate
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.signed_in_form)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, principal: SignedIn, leads_to: Next = "") -> Response:
        grants = await grants_of(desk.database, principal)
        async with desk.database.everywhere() as tx:
            sessions = await tx.sessions.of(_holders(grants))
        visit = await portal.visit_of(principal) if principal.role == "partner" else None
        return portal.page_of(
            request,
            visit or principal,
            "account.html",
            principal=principal,
            contact=visit.contact if visit else None,
            grants=grants,
            sessions=sessions,
            home=HOMES[principal.role],
            next=own_path(leads_to),
        )

    @router.post("/switch")
    async def be_another(
        request: Request,
        principal: Sender,
        holder_id: Annotated[UUID, Form()],
        leads_to: NextTyped = "",
    ) -> Response:
        session = desk.cookies.session_of(request)
        switched = await switch(desk.database, principal, holder_id=holder_id, session=session)
        onwards = own_path(leads_to, default=HOMES[switched.grant.role])
        answer = RedirectResponse(onwards, status_code=303)
        desk.cookies.keep_session(answer, switched.session)
        return answer

    @router.post("/sessions/{session_id}/close")
    async def close_one(session_id: UUID, principal: Sender) -> Response:
        grants = await grants_of(desk.database, principal)
        async with desk.database.everywhere() as tx:
            await tx.sessions.close_one(session_id, holders=_holders(grants))
            await tx.audit.add("session.closed", subject=session_id)
        return RedirectResponse(ACCOUNT, status_code=303)

    return router


def _leaving(desk: SignInDesk, gate: Gate) -> APIRouter:
    router = APIRouter()
    Sender = Annotated[Principal, Depends(gate.signed_in_form)]  # noqa: N806 a type

    @router.post("/sign-out")
    async def sign_out(request: Request, principal: Sender) -> Response:
        async with desk.database.everywhere() as tx:
            await tx.sessions.close(desk.cookies.session_of(request))
            await tx.audit.add("signed_out.here", subject=principal.holder_id)
        return left()

    @router.post(f"{ACCOUNT}/sign-out-everywhere")
    async def sign_out_everywhere(request: Request, principal: Sender) -> Response:
        grants = await grants_of(desk.database, principal)
        async with desk.database.everywhere() as tx:
            await tx.sessions.close_of(*_holders(grants))
            await tx.sessions.close(desk.cookies.session_of(request))
            await tx.audit.add("signed_out.everywhere", subject=principal.holder_id)
        return left()

    def left() -> Response:
        answer = RedirectResponse(SIGN_IN, status_code=303)
        desk.cookies.drop(answer, desk.cookies.session)
        # What the browser may have kept of us goes too.
        answer.headers["clear-site-data"] = '"cache"'
        return answer

    return router


def _holders(grants: list[SignInGrant]) -> list[UUID]:
    return [one.grant.holder_id for one in grants if one.grant.holder_id]
