"""A page of events that could not be acted on: read why, try again, or drop. One each service.

Admins see all of them, coordinators those that name one of their regions; what cannot be read
names no region.
"""

import json
from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathPart
from fastapi.responses import RedirectResponse, Response

from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.events.base import Source
from shared.locale import Language, words
from shared.messaging.dead_letters import DeadLetter, DeadLetters
from shared.storage.pool import ConnectionPool
from shared.web.language import language_of
from shared.web.masthead import Masthead, MenuItem
from shared.web.templating import Pages

HOME = "/coordinator"
#: Where each service has its page; every service has prefixes of its own.
PATHS: dict[Source, str] = {
    "registry": "/dead-letters",
    "matcher": "/coordinator/dead-letters",
    "notifier": "/mail/dead-letters",
}
LONGEST_SHOWN = 2000
LARGEST_ID = 2**63 - 1

LetterId = Annotated[int, PathPart(ge=1, le=LARGEST_ID)]
Done = Literal["retry", "drop"]
Step = Callable[[DeadLetters, int], Coroutine[Any, Any, int]]


def dead_letter_routes(
    service: Source, pool: ConnectionPool, gate: Gate, pages: Pages
) -> APIRouter:
    path = PATHS[service]
    router = APIRouter(prefix=path, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(
        request: Request, principal: Coordinator, done: Annotated[Done | None, Query()] = None
    ) -> Response:
        return pages.render(
            request,
            "dead_letters.html",
            masthead=_masthead(principal, language=language_of(request)),
            letters=await _visible(pool, principal),
            service=service,
            paths=PATHS,
            done=done,
            readable=readable,
            csrf_token=principal.csrf_token or "",
        )

    @router.post("/{letter_id}/retry")
    async def retry(letter_id: LetterId, principal: Sender) -> Response:
        await _if_visible(pool, principal, letter_id, DeadLetters.request_retry)
        return RedirectResponse(f"{path}?done=retry", status_code=303)

    @router.post("/{letter_id}/drop")
    async def drop(letter_id: LetterId, principal: Sender) -> Response:
        await _if_visible(pool, principal, letter_id, DeadLetters.drop)
        return RedirectResponse(f"{path}?done=drop", status_code=303)

    return router


async def _if_visible(
    pool: ConnectionPool, principal: Principal, letter_id: int, step: Step
) -> None:
    """A letter that somebody else has dealt with meanwhile is no error."""
    if any(letter.id == letter_id for letter in await _visible(pool, principal)):
        async with pool.transaction() as connection:
            await step(DeadLetters(connection), letter_id)


async def _visible(pool: ConnectionPool, principal: Principal) -> Sequence[DeadLetter]:
    async with pool.connection() as connection:
        letters = await DeadLetters(connection).all()
    if principal.role == "admin":
        return letters
    return [letter for letter in letters if region_of(letter.body) in principal.regions]


def region_of(body: bytes) -> str | None:
    """The region an event names, however broken the rest of it is."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    region = event.get("region") if isinstance(event, dict) else None
    return region if isinstance(region, str) else None


def readable(body: bytes) -> str:
    """What a person can make of it."""
    return body[:LONGEST_SHOWN].decode("utf-8", "replace").replace("\x00", "␀")


def _masthead(principal: Principal, *, language: Language) -> Masthead:
    word = words(language)
    return Masthead(
        home=HOME,
        person=principal.name,
        csrf_token=principal.csrf_token or "",
        menu=[
            MenuItem(label=word("queue").capitalize(), href=HOME),
            MenuItem(label=word("dead_letters"), href=PATHS["matcher"], current=True),
        ],
    )
