"""`/sign-in`: one page for all. Looking at a link spends nothing: mail scanners look too."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi import Path as PathPart
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from services.registry.actions.sign_in import (
    Asker,
    SignedIn,
    ask_to_sign_in,
    sign_in_by_code,
    sign_in_by_link,
)
from services.registry.domain.addresses import EmailAddress
from services.registry.pages.browsers import described
from services.registry.pages.forms import read_form
from services.registry.storage.database import Database
from shared.access.cookies import Cookies
from shared.access.limits import network_of
from shared.access.visitors import Visitor, Visitors
from shared.locale import words
from shared.web.language import language_of
from shared.web.own_paths import own_path
from shared.web.templating import Pages

#: Where each role begins when nothing else was asked for.
HOMES = {"admin": "/coordinator", "coordinator": "/coordinator", "partner": "/"}

Code = Annotated[str, PathPart(max_length=100)]
Typed = Annotated[str, Form(max_length=1000)]
Next = Annotated[str, Query(alias="next", max_length=2000)]
NextTyped = Annotated[str, Form(alias="next", max_length=2000)]


class AddressForm(BaseModel):
    email: EmailAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInDesk:
    """What all of these pages need. `shows_mailbox`: letters are read on this machine."""

    database: Database
    pages: Pages
    cookies: Cookies
    shows_mailbox: bool

    @property
    def visitors(self) -> Visitors:
        return Visitors(self.cookies)

    async def ask(self, request: Request, visitor: Visitor, *, email: str, leads_to: str) -> None:
        asker = _asker(request, visitor)
        await ask_to_sign_in(self.database, email, asker=asker, leads_to=leads_to)

    def let_in(self, signed_in: SignedIn) -> Response:
        """With the new session's cookie, to where one was going; to choose first if one can."""
        onwards = signed_in.leads_to or HOMES[signed_in.grant.role]
        if signed_in.choices > 1:
            onwards = "/account?" + urlencode({"next": signed_in.leads_to})
        answer = RedirectResponse(onwards, status_code=303)
        self.cookies.keep_session(answer, signed_in.session)
        self.cookies.drop(answer, self.cookies.visitor)
        return answer


def sign_in_routes(desk: SignInDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.include_router(_asking(desk))
    router.include_router(_typing(desk))
    router.include_router(_following(desk))
    return router


def _asking(desk: SignInDesk) -> APIRouter:
    router = APIRouter(prefix="/sign-in")
    Known = Annotated[Visitor, Depends(desk.visitors.known)]  # noqa: N806 a type
    Sender = Annotated[Visitor, Depends(desk.visitors.form)]  # noqa: N806 a type

    def page(
        request: Request, visitor: Visitor, *, leads_to: str, email: str, errors: dict[str, str]
    ) -> Response:
        answer = desk.pages.render(
            request,
            "sign_in.html",
            status=422 if errors else 200,
            csrf_token=visitor.csrf_token,
            next=own_path(leads_to),
            email=email,
            errors=errors,
            is_kept=bool(desk.cookies.kept_of(request)),
        )
        desk.visitors.remember(answer, visitor)
        return answer

    @router.get("")
    async def show(request: Request, visitor: Known, leads_to: Next = "") -> Response:
        return page(request, visitor, leads_to=leads_to, email="", errors={})

    @router.post("")
    async def ask(
        request: Request, visitor: Sender, email: Typed = "", leads_to: NextTyped = ""
    ) -> Response:
        """The same answer whether the address is known or not."""
        word = words(language_of(request))
        codes = {"email": "error.email.format"}
        form = read_form(AddressForm, {"email": email}, codes=codes, word=word)
        if isinstance(form, dict):
            return page(request, visitor, leads_to=leads_to, email=email, errors=form)
        await desk.ask(request, visitor, email=form.email, leads_to=own_path(leads_to))
        return RedirectResponse("/sign-in/sent", status_code=303)

    return router


def _typing(desk: SignInDesk) -> APIRouter:
    router = APIRouter(prefix="/sign-in")
    Known = Annotated[Visitor, Depends(desk.visitors.known)]  # noqa: N806 a type
    Sender = Annotated[Visitor, Depends(desk.visitors.form)]  # noqa: N806 a type

    def page(request: Request, visitor: Visitor, errors: dict[str, str]) -> Response:
        return desk.pages.render(
            request,
            "sign_in_sent.html",
            status=422 if errors else 200,
            csrf_token=visitor.csrf_token,
            shows_mailbox=desk.shows_mailbox,
            errors=errors,
        )

    @router.get("/sent")
    async def sent(request: Request, visitor: Known) -> Response:
        return page(request, visitor, {})

    @router.post("/code")
    async def by_code(request: Request, visitor: Sender, code: Typed = "") -> Response:
        signed_in = await sign_in_by_code(
            desk.database,
            code,
            asker=_asker(request, visitor),
            earlier=desk.cookies.session_of(request),
            described=_described(request),
        )
        if not signed_in:
            word = words(language_of(request))
            return page(request, visitor, {"code": word("error.code.wrong")})
        return desk.let_in(signed_in)

    @router.get("/code")
    async def after_the_form() -> Response:
        """The form's own address opened as a page, as by a switch of language."""
        return RedirectResponse("/sign-in/sent", status_code=303)

    return router


def _following(desk: SignInDesk) -> APIRouter:
    router = APIRouter(prefix="/sign-in")

    @router.get("/{code}")
    async def look(request: Request, code: Code) -> Response:
        browser = desk.cookies.visitor_of(request)
        async with desk.database.everywhere() as tx:
            found = await tx.sign_in_links.look(code, browser=browser)
        page = "sign_in_link.html" if found == "open" else "sign_in_elsewhere.html"
        return desk.pages.render(request, page)

    @router.post("/{code}")
    async def follow(request: Request, code: Code) -> Response:
        """No token in this form: the link works only in the browser that asked for it."""
        signed_in = await sign_in_by_link(
            desk.database,
            code,
            browser=desk.cookies.visitor_of(request),
            earlier=desk.cookies.session_of(request),
            described=_described(request),
        )
        return desk.let_in(signed_in)

    return router


def _asker(request: Request, visitor: Visitor) -> Asker:
    host = request.client.host if request.client else None
    return Asker(browser=visitor.secret, network=network_of(host))


def _described(request: Request) -> str:
    return described(request.headers.get("user-agent", ""))
