"""What everybody may read about the service: help, privacy, accessibility."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.registry.domain.applications import KEPT_DAYS
from shared.access.gate import Gate
from shared.access.sessions import LIFETIME as SESSION
from shared.access.sign_in_links import LIFETIME as LINK
from shared.web.language import language_of
from shared.web.menus import masthead_of
from shared.web.templating import Pages

#: The codes of what is asked, in the order of the page.
QUESTIONS = (
    "help.sign_in",
    "help.no_link",
    "help.write",
    "help.decides",
    "help.answer",
    "help.fewer",
    "help.coordinator",
    "help.ask",
)
ACCESSIBLE = ("accessibility.tested", "accessibility.untested", "accessibility.report")
PRIVATE = (
    "privacy.kept",
    "privacy.why",
    "privacy.seen",
    "privacy.long",
    "privacy.cookies",
    "privacy.rights",
)
TIMES = {
    "hours": SESSION // timedelta(hours=1),
    "minutes": LINK // timedelta(minutes=1),
    "days": KEPT_DAYS,
}


def about_routes(pages: Pages, gate: Gate) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    async def page(request: Request, title: str, parts: tuple[str, ...]) -> Response:
        """With the menu of whoever is signed in."""
        principal = await gate.anyone(request)
        language = language_of(request)
        return pages.render(
            request,
            "about.html",
            masthead=masthead_of(principal, language=language) if principal else None,
            heading=title,
            parts=parts,
            times=TIMES,
        )

    @router.get("/help")
    async def help_(request: Request) -> Response:
        return await page(request, "help", QUESTIONS)

    @router.get("/privacy")
    async def privacy(request: Request) -> Response:
        return await page(request, "privacy", PRIVATE)

    @router.get("/accessibility")
    async def accessibility(request: Request) -> Response:
        return await page(request, "accessibility", (*ACCESSIBLE, "accessibility.authority"))

    return router
