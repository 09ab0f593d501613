"""`/account` for a partner's contact: language, one's data to take along, and to be forgotten."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.colleagues import change_own_language, remove_colleague
from services.registry.actions.partners import erase_partner
from services.registry.domain.errors import ContactUnknown
from services.registry.pages.portal import Portal, Visit
from shared.access.errors import NotAllowed
from shared.access.principal import Principal
from shared.locale import Language
from shared.web.language import keep_language

ACCOUNT = "/account"
DELETE = f"{ACCOUNT}/delete"

Answer = Annotated[str, Form(max_length=10)]


def me_routes(portal: Portal) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(portal.gate.signed_in_form)]  # noqa: N806 a type
    Recent = Annotated[Principal, Depends(portal.gate.recent_form)]  # noqa: N806 a type

    @router.post(f"{ACCOUNT}/language")
    async def choose(principal: Sender, language: Annotated[Language, Form()]) -> Response:
        """On pages from now on, and for a contact in letters too."""
        if principal.partner_id and principal.holder_id:
            await change_own_language(
                portal.database, principal.partner_id, principal.holder_id, language
            )
        answer = RedirectResponse(ACCOUNT, status_code=303)
        keep_language(answer, language, secure=portal.gate.https)
        return answer

    @router.get(DELETE)
    async def ask(request: Request, visit: Visiting) -> Response:
        return _page(portal, request, visit)

    @router.post(DELETE)
    async def delete(
        request: Request,
        principal: Recent,
        sure: Answer = "",
        with_partner: Answer = "",
    ) -> Response:
        """The last contact takes the partner along, and says so."""
        if principal.role != "partner":
            raise NotAllowed
        visit = await portal.visit_of(principal)
        contact = visit.contact
        if not contact:
            raise ContactUnknown
        if not sure or (_is_last(visit) and not with_partner):
            return _page(portal, request, visit, is_asked_again=True)
        if _is_last(visit):
            await erase_partner(portal.database, visit.partner.id)
        else:
            await remove_colleague(portal.database, visit.partner.id, contact.id)
        answer = portal.farewell(request, "deleted.html")
        portal.gate.cookies.drop(answer, portal.gate.cookies.session)
        return answer

    return router


def _page(
    portal: Portal, request: Request, visit: Visit, *, is_asked_again: bool = False
) -> Response:
    return portal.page(
        request,
        visit,
        "delete_me.html",
        status=422 if is_asked_again else 200,
        is_last=_is_last(visit),
        is_asked_again=is_asked_again,
    )


def _is_last(visit: Visit) -> bool:
    return len(visit.partner.contacts) == 1
