"""A page of events that could not be acted on: read why, try again, or drop. One each service.

Row-level security tells them apart: admins see all of them, coordinators those of their regions.
What could not be read is of no region.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathPart
from fastapi.responses import RedirectResponse, Response

from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.events.base import Source
from shared.messaging.dead_letters import DeadLetter, DeadLetters
from shared.storage.pool import ConnectionPool
from shared.web.language import language_of
from shared.web.menus import masthead_of
from shared.web.templating import Pages

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


def dead_letter_routes(
    service: Source, pool: ConnectionPool, gate: Gate, pages: Pages
) -> APIRouter:
    path = PATHS[service]
    router = APIRouter(prefix=path, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    sending = [Depends(gate.coordinator_form)]

    @router.get("")
    async def show(
        request: Request, principal: Coordinator, done: Annotated[Done | None, Query()] = None
    ) -> Response:
        return pages.render(
            request,
            "dead_letters.html",
            masthead=masthead_of(
                principal, language=language_of(request), current=PATHS["matcher"]
            ),
            letters=await _visible(pool),
            service=service,
            paths=PATHS,
            done=done,
            readable=readable,
            csrf_token=principal.csrf_token or "",
        )

    @router.post("/{letter_id}/retry", dependencies=sending)
    async def retry(letter_id: LetterId) -> Response:
        async with pool.transaction() as connection:
            await DeadLetters(connection).request_retry(letter_id)
        return RedirectResponse(f"{path}?done=retry", status_code=303)

    @router.post("/{letter_id}/drop", dependencies=sending)
    async def drop(letter_id: LetterId) -> Response:
        async with pool.transaction() as connection:
            await DeadLetters(connection).drop(letter_id)
        return RedirectResponse(f"{path}?done=drop", status_code=303)

    return router


async def _visible(pool: ConnectionPool) -> list[DeadLetter]:
    async with pool.connection() as connection:
        return await DeadLetters(connection).all()


def readable(body: bytes) -> str:
    """What a person can make of it."""
    return body[:LONGEST_SHOWN].decode("utf-8", "replace").replace("\x00", "␀")
