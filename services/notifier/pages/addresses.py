"""/mail/addresses: whom letters no longer reach, for those who decide."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.notifier.actions.reading import own_region
from services.notifier.actions.suppressed import LIFTABLE, suppressed_contacts, write_again
from services.notifier.actions.writing import LetterWriter
from services.notifier.pages.look import masthead
from services.notifier.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

ADDRESSES = "/mail/addresses"
COLOURS = {"bounced": "danger", "complained": "warning", "unsubscribed": "neutral"}
Done = Annotated[str, Query(max_length=20, pattern="^[a-z_]*$")]


def address_routes(
    database: Database, gate: Gate, pages: Pages, *, writer: LetterWriter
) -> APIRouter:
    router = APIRouter(prefix=ADDRESSES, include_in_schema=False)

    @router.get("")
    async def show(
        request: Request,
        principal: Annotated[Principal, Depends(gate.coordinator)],
        done: Done = "",
    ) -> Response:
        return pages.render(
            request,
            "addresses.html",
            masthead=masthead(
                principal,
                language=language_of(request),
                region=await own_region(database, principal),
            ),
            contacts=await suppressed_contacts(database, principal),
            liftable=LIFTABLE,
            colours=COLOURS,
            csrf_token=principal.csrf_token or "",
            done=done,
        )

    @router.post("/{contact_id}/write-again")
    async def again(
        contact_id: UUID, principal: Annotated[Principal, Depends(gate.coordinator_form)]
    ) -> Response:
        await write_again(database, principal, contact_id, writer=writer)
        return RedirectResponse(f"{ADDRESSES}?done=again", status_code=303)

    return router
