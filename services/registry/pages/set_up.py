"""`/set-up`: the first person on this machine says who they are. Later ones are turned away."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.people import set_up
from services.registry.domain.errors import RegionNotFound
from services.registry.domain.people import PersonRecord
from services.registry.pages.forms import read_form
from services.registry.pages.region.start import START
from services.registry.pages.sign_in import SignInDesk
from services.registry.storage.database import Database
from shared.access.visitors import Visitor
from shared.locale import words
from shared.web.language import language_of

SET_UP = "/set-up"
LOOPBACK = frozenset({"127.0.0.1", "::1"})
CODES = {"name": "error.name.empty", "email": "error.email.format"}

Typed = Annotated[str, Form(max_length=1000)]


async def is_to_be_set_up(database: Database, request: Request) -> bool:
    """Somebody on this machine came, and nobody can sign in yet."""
    if request.client is None or request.client.host not in LOOPBACK:
        return False
    async with database.everywhere() as tx:
        return not await tx.people.anybody()


def set_up_routes(desk: SignInDesk) -> APIRouter:
    """Only to be included where everything is on one person's machine."""

    async def only_first(request: Request) -> None:
        if not await is_to_be_set_up(desk.database, request):
            raise HTTPException(404)

    router = APIRouter(prefix=SET_UP, include_in_schema=False, dependencies=[Depends(only_first)])
    Known = Annotated[Visitor, Depends(desk.visitors.known)]  # noqa: N806 a type
    Sender = Annotated[Visitor, Depends(desk.visitors.form)]  # noqa: N806 a type

    async def page(
        request: Request, visitor: Visitor, typed: dict[str, str], errors: dict[str, str]
    ) -> Response:
        async with desk.database.everywhere() as tx:
            regions = [(region.slug, region.name) for region in await tx.regions.all()]
        answer = desk.pages.render(
            request,
            "set_up.html",
            status=422 if errors else 200,
            csrf_token=visitor.csrf_token,
            regions=regions,
            typed=typed,
            errors=errors,
        )
        desk.visitors.remember(answer, visitor)
        return answer

    @router.get("")
    async def show(request: Request, visitor: Known) -> Response:
        return await page(request, visitor, {"name": "", "email": "", "region": ""}, {})

    @router.post("")
    async def begin(
        request: Request,
        visitor: Sender,
        name: Typed = "",
        email: Typed = "",
        region: Typed = "",
    ) -> Response:
        """Signs in by the letter, like everybody after."""
        language = language_of(request)
        written = {"name": name, "email": email, "language": language}
        record = read_form(PersonRecord, written, codes=CODES, word=words(language))
        if isinstance(record, dict):
            typed = {"name": name, "email": email, "region": region}
            return await page(request, visitor, typed, record)
        try:
            await set_up(desk.database, region, record)
        except RegionNotFound:
            typed = {"name": name, "email": email, "region": region}
            missing = {"region": words(language)("error.region.missing")}
            return await page(request, visitor, typed, missing)
        await desk.ask(request, visitor, email=record.email, leads_to=START)
        return RedirectResponse("/sign-in/sent", status_code=303)

    return router
