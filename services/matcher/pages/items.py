"""`/coordinator/items/{id}`: everyone who fits a listing, with why not shown higher."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from services.matcher.actions.everyone import everyone
from services.matcher.actions.matching import Matching
from services.matcher.actions.searching import reached_one
from services.matcher.domain.reasons import fit_of, speaks_against, speaks_for
from services.matcher.pages.card import COLOURS, heading
from services.matcher.pages.look import HOME, masthead_in
from services.matcher.pages.reasons import against_words, for_words
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

MOST_REASONS = 3


def item_routes(database: Database, matching: Matching, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=f"{HOME}/items", include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("/{item_id}")
    async def show(request: Request, item_id: UUID, principal: Coordinator) -> Response:
        async with database.transaction() as tx:
            half = await reached_one(tx, item_id, by=principal)
            head = await masthead_in(tx, principal, language=language_of(request))
        standings = await everyone(database, matching, half.item)
        return pages.render(
            request,
            "item.html",
            masthead=head,
            csrf_token=principal.csrf_token or "",
            home=HOME,
            half=half,
            standings=standings,
            heading=heading,
            fit_of=fit_of,
            fit_colours=COLOURS,
            speaks_for=lambda one: speaks_for(one.parts, one.between)[:MOST_REASONS],
            speaks_against=lambda one: speaks_against(one.parts, one.between)[:MOST_REASONS],
            for_words=for_words,
            against_words=against_words,
        )

    return router
