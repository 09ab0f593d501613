"""The front page, open to everybody."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.pages.set_up import SET_UP, is_to_be_set_up
from services.registry.storage.database import Database
from shared.web.templating import Pages

PAGES = Path(__file__).parent / "templates"


def home_routes(database: Database, pages: Pages, *, may_be_set_up: bool) -> APIRouter:
    """`may_be_set_up`: on one's own machine the first person is asked who they are."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home(request: Request) -> Response:
        if may_be_set_up and await is_to_be_set_up(database, request):
            return RedirectResponse(SET_UP, status_code=303)
        return pages.render(request, "home.html")

    return router
