"""The keys of the console: which there are, and whether somebody wants them.

WCAG 2.1.4: what one key does can be turned off. The page says so to the script.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.pages.look import HOME, masthead
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

COOKIE = "shortcuts"
OFF = "off"
A_YEAR_IN_SECONDS = 365 * 24 * 3600
#: Key and the code of what it does.
SHORTCUTS: Mapping[str, str] = {
    "j": "key.next",
    "k": "key.previous",
    "a": "key.approve",
    "e": "key.edit",
    "s": "key.snooze",
    "r": "key.reject",
    "z": "key.undo",
    "/": "key.search",
    "?": "key.help",
}


def are_wanted(request: Request) -> bool:
    return request.cookies.get(COOKIE) != OFF


def shortcut_routes(gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=f"{HOME}/shortcuts", include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, principal: Coordinator) -> Response:
        return pages.render(
            request,
            "shortcuts.html",
            masthead=masthead(principal, language=language_of(request), waiting=0),
            csrf_token=principal.csrf_token or "",
            home=HOME,
            shortcuts=SHORTCUTS,
            shortcuts_on=are_wanted(request),
        )

    @router.post("")
    async def choose(_: Sender, wanted: Annotated[Literal["on", "off"], Form()] = "on") -> Response:
        response = RedirectResponse(f"{HOME}/shortcuts", status_code=303)
        response.set_cookie(
            COOKIE,
            wanted,
            max_age=A_YEAR_IN_SECONDS,
            secure=gate.https,
            httponly=True,
            samesite="lax",
        )
        return response

    return router
