"""`/coordinator/groups`: whom to bring together, by role, and who seeks the same."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from services.matcher.actions.grouping import MOST_SUBJECTS, Gathered, gather
from services.matcher.actions.matching import Matching
from services.matcher.pages.card import heading
from services.matcher.pages.look import HOME
from services.matcher.pages.reach import reach_of
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

Region = Annotated[str, Query(max_length=60)]


def group_routes(database: Database, matching: Matching, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=HOME, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("/groups")
    async def show(request: Request, principal: Coordinator, region: Region = "") -> Response:
        async with database.transaction() as tx:
            reach = await reach_of(tx, principal, wanted=region)
        chosen = reach.chosen or next(iter(reach.choices), None)
        found = (
            await gather(database, matching, chosen.region)
            if chosen
            else Gathered(groups=(), together=())
        )
        return pages.render(
            request,
            "groups.html",
            masthead=reach.masthead(principal, language=language_of(request), current=HOME),
            home=HOME,
            regions=[(one.region, one.name) for one in reach.choices],
            region=chosen.region if chosen else "",
            found=found,
            by_hand=_by_hand,
            heading=heading,
            most=MOST_SUBJECTS,
        )

    return router


def _by_hand(region: str, item_ids: Sequence[UUID]) -> str:
    """The page that puts these together."""
    query = {"region": region, "item": [str(one) for one in item_ids]}
    return f"{HOME}/by-hand?{urlencode(query, doseq=True)}"
