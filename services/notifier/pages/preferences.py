"""/mail/preferences: which letters one wants. With the link of a letter, which needs no sign-in, or
as who is signed in. RFC 8058's one click stops all of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response

from services.notifier.actions.answer import unsubscribe
from services.notifier.actions.preferences import (
    Wishes,
    find_wishes,
    keep_wishes,
    own_address,
)
from services.notifier.domain.links import Links
from services.notifier.pages.look import masthead
from services.notifier.storage.database import Database
from services.notifier.storage.preferences import Preference
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.locale import LANGUAGES
from shared.web.language import language_of
from shared.web.masthead import Masthead
from shared.web.templating import Pages

PREFERENCES = "/mail/preferences"
KINDS = ("introductions", "reminders", "digest")

Token = Annotated[str, Path(max_length=500)]
Text = Annotated[str, Form(max_length=20)]


async def chosen_wishes(
    introductions: Text = "", reminders: Text = "", digest: Text = "", language: Text = ""
) -> Preference:
    return Preference(
        introductions=bool(introductions),
        reminders=bool(reminders),
        digest=bool(digest),
        language=next((one for one in LANGUAGES if one == language), None),
    )


Chosen = Annotated[Preference, Depends(chosen_wishes)]


def preference_routes(database: Database, gate: Gate, links: Links, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=PREFERENCES, include_in_schema=False)

    def page(
        request: Request,
        wishes: Wishes,
        *,
        principal: Principal | None = None,
        done: str = "",
    ) -> Response:
        language = language_of(request)
        return pages.render(
            request,
            "preferences.html",
            masthead=masthead(principal, language=language) if principal else Masthead(),
            csrf_token=principal.csrf_token if principal else "",
            wishes=wishes,
            kinds=KINDS,
            path=request.url.path.removesuffix("/choose"),
            done=done,
        )

    @router.get("")
    async def own(
        request: Request, principal: Annotated[Principal, Depends(gate.signed_in)]
    ) -> Response:
        wishes = await find_wishes(database, await own_address(database, principal))
        return page(request, wishes, principal=principal)

    @router.post("")
    async def keep_own(
        request: Request,
        principal: Annotated[Principal, Depends(gate.signed_in_form)],
        chosen: Chosen,
    ) -> Response:
        wishes = await keep_wishes(database, await own_address(database, principal), chosen)
        return page(request, wishes, principal=principal, done="kept")

    @router.get("/{token}")
    async def show(request: Request, token: Token) -> Response:
        return page(request, await find_wishes(database, links.read_preferences(token)))

    @router.post("/{token}/choose")
    async def choose(request: Request, token: Token, chosen: Chosen) -> Response:
        wishes = await keep_wishes(database, links.read_preferences(token), chosen)
        return page(request, wishes, done="kept")

    @router.post("/{token}")
    async def stop(request: Request, token: Token) -> Response:
        address = links.read_preferences(token)
        await unsubscribe(database, address)
        return page(request, await find_wishes(database, address), done="stopped")

    return router
