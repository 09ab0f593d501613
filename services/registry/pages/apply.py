"""`/apply`: a stranger asks to become a partner."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.applications import apply
from services.registry.domain.applications import ApplicationRecord
from services.registry.domain.errors import RegionUnknown
from services.registry.pages.forms import read_form, typed_in
from services.registry.pages.sign_in import SignInDesk
from shared.access.errors import TooManyTries
from shared.access.limits import network_of
from shared.access.visitors import Visitor
from shared.locale import words
from shared.web.language import language_of

APPLY = "/apply"
#: Nobody sees this field, so whoever fills it in is a program.
TRAP = "fax"
CODES = {
    "organisation": "error.apply.organisation",
    "kind": "error.apply.kind",
    "orgnr": "error.apply.orgnr",
    "place": "error.apply.place",
    "region": "error.region.missing",
    "description": "error.apply.description",
    "contact_name": "error.apply.contact_name",
    "contact_email": "error.email.format",
    "language": "error.settings.choice",
}


def apply_routes(desk: SignInDesk) -> APIRouter:
    router = APIRouter(prefix=APPLY, include_in_schema=False)
    Known = Annotated[Visitor, Depends(desk.visitors.known)]  # noqa: N806 a type
    Sender = Annotated[Visitor, Depends(desk.visitors.form)]  # noqa: N806 a type

    async def page(
        request: Request,
        visitor: Visitor,
        typed: dict[str, str],
        errors: dict[str, str],
        *,
        status: int = 422,
        refused: str = "",
    ) -> Response:
        async with desk.database.everywhere() as tx:
            regions = [(region.slug, region.name) for region in await tx.regions.all()]
        answer = desk.pages.render(
            request,
            "apply.html",
            status=status,
            csrf_token=visitor.csrf_token,
            regions=sorted(regions, key=lambda region: region[1].casefold()),
            typed={**dict.fromkeys(CODES, ""), **typed},
            errors=errors,
            refused=refused,
        )
        desk.visitors.remember(answer, visitor)
        return answer

    @router.get("")
    async def show(request: Request, visitor: Known) -> Response:
        typed: dict[str, str] = {"language": language_of(request)}
        return await page(request, visitor, typed, {}, status=200)

    @router.post("")
    async def send(request: Request, visitor: Sender) -> Response:
        """The same answer whether the organisation and the address are known or not."""
        typed = await typed_in(request)
        word = words(language_of(request))
        written = {name: typed.get(name, "") for name in CODES}
        record = read_form(ApplicationRecord, written, codes=CODES, word=word)
        if isinstance(record, dict):
            return await page(request, visitor, written, record)
        if typed.get(TRAP):
            return RedirectResponse(f"{APPLY}/sent", status_code=303)
        host = request.client.host if request.client else None
        try:
            await apply(desk.database, record, network=network_of(host))
        except RegionUnknown:
            missing = {"region": word("error.region.missing")}
            return await page(request, visitor, written, missing)
        except TooManyTries:
            often = word("error.too_many")
            return await page(request, visitor, written, {}, status=429, refused=often)
        return RedirectResponse(f"{APPLY}/sent", status_code=303)

    @router.get("/sent")
    async def sent(request: Request) -> Response:
        return desk.pages.render(request, "apply_sent.html")

    return router
