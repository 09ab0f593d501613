"""`/`: what waits for a partner's contact, and the front page for strangers."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.pages.bench import Bench, bench_of
from services.registry.pages.listing_rows import asked_about
from services.registry.pages.portal import Portal, Visit
from services.registry.pages.set_up import SET_UP, is_to_be_set_up
from services.registry.storage.database import Database
from shared.access.principal import Principal
from shared.web.templating import Pages

PAGES = Path(__file__).parent / "templates"

#: What a button on the page has done, said above it afterwards.
DONE = frozenset({"renewed", "closed", "deleted", "draft_saved", "draft_deleted"})


def home_routes(
    database: Database, pages: Pages, portal: Portal, *, may_be_set_up: bool
) -> APIRouter:
    """`may_be_set_up`: on one's own machine the first person is asked who they are."""
    router = APIRouter(include_in_schema=False)
    Anyone = Annotated[Principal | None, Depends(portal.gate.anyone)]  # noqa: N806 a type

    @router.get("/")
    async def home(request: Request, principal: Anyone, done: str = "") -> Response:
        if principal and principal.role == "partner":
            visit = await portal.visit_of(principal)
            return _waiting(request, portal, visit, await bench_of(database, visit), done=done)
        if may_be_set_up and await is_to_be_set_up(database, request):
            return RedirectResponse(SET_UP, status_code=303)
        return pages.render(request, "home.html")

    return router


def _waiting(
    request: Request, portal: Portal, visit: Visit, bench: Bench, *, done: str
) -> Response:
    to_answer = [one for one in bench.introductions if one.waits_for_us]
    to_renew = asked_about(bench.rows, today=bench.today)
    to_finish = [row for row in bench.rows if row.state == "draft"]
    return portal.page(
        request,
        visit,
        "portal_home.html",
        current="/",
        bench=bench,
        to_answer=to_answer,
        to_renew=to_renew,
        to_finish=to_finish,
        waiting=len(to_answer) + len(to_renew) + len(to_finish),
        done=done if done in DONE else "",
    )
