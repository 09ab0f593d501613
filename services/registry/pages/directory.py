"""`/partners`: who is in the region, what they have open, and a search through both."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from services.registry.actions.searching import look_through
from services.registry.domain.drafts import KINDS
from services.registry.domain.records import ListingKind
from services.registry.pages.portal import Portal, Visit

LISTINGS_AT_ONCE = 20
LONGEST_QUERY = 200

Asked = Annotated[str, Query(max_length=2_000)]
PageNumber = Annotated[int, Query(ge=1, le=1_000)]


def directory_routes(portal: Portal) -> APIRouter:
    router = APIRouter(prefix="/partners", include_in_schema=False)
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type

    @router.get("")
    async def look(
        request: Request, visit: Visiting, q: Asked = "", kind: str = "", page: PageNumber = 1
    ) -> Response:
        wanted: ListingKind | None = next((one for one in KINDS if one == kind), None)
        query = q.strip()[:LONGEST_QUERY]
        hits = await look_through(portal.database, query, kind=wanted)
        last = page * LISTINGS_AT_ONCE
        return portal.page(
            request,
            visit,
            "directory.html",
            current="/partners",
            q=query,
            kind=wanted or "",
            kinds=KINDS,
            hits=hits,
            listings=hits.listings[last - LISTINGS_AT_ONCE : last],
            page=page,
            has_more=len(hits.listings) > last,
        )

    @router.get("/{partner_id}")
    async def show(request: Request, partner_id: UUID, visit: Visiting) -> Response:
        async with portal.database.transaction() as tx:
            partner = await tx.partners.get(partner_id)
            listings = await tx.listings.find(partner_id=partner_id, status="open")
        return portal.page(
            request,
            visit,
            "partner.html",
            current="/partners",
            partner=partner,
            listings=listings,
            is_ours=partner.id == visit.partner.id,
        )

    return router
