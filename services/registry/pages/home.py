"""The front page, open to everybody."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.web.templating import Pages

PAGES = Path(__file__).parent / "templates"


def home_routes(pages: Pages) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home(request: Request) -> Response:
        return pages.render(request, "home.html")

    return router
