"""/mail/preferences/TOKEN: want no more letters, by one press or by RFC 8058's one click.

Nothing but the token is looked at, so it works without sign-in, cookie or redirect.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from services.notifier.actions.answer import unsubscribe
from services.notifier.domain.links import Links
from services.notifier.storage.database import Database
from shared.web.templating import Pages

Token = Annotated[str, Path(max_length=500)]


def preference_routes(database: Database, links: Links, pages: Pages) -> APIRouter:
    router = APIRouter(prefix="/mail/preferences", include_in_schema=False)

    @router.get("/{token}")
    async def show(request: Request, token: Token) -> Response:
        links.read_preferences(token)
        return pages.render(request, "preferences.html", stopped=False)

    @router.post("/{token}")
    async def stop(request: Request, token: Token) -> Response:
        await unsubscribe(database, links.read_preferences(token))
        return pages.render(request, "preferences.html", stopped=True)

    return router
