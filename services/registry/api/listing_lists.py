"""Lists of listings: of everybody one sees, or of one partner"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.registry.api.answers import ListingAnswer, Page
from services.registry.api.paging import USUAL_PAGE, Cursor, Limit, page_of
from services.registry.api.partners import OneRegion
from services.registry.api.reach import Reach, reach_of, reached_partner
from services.registry.domain.listings import ListingStatus
from services.registry.domain.records import ListingKind
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.cursors import decode_cursor


def listing_list_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["listings"])
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type

    @router.get("/listings")
    async def list_all(
        principal: SignedIn,
        region: OneRegion = None,
        kind: ListingKind | None = None,
        status: ListingStatus | None = None,
        cursor: Cursor = None,
        limit: Limit = USUAL_PAGE,
    ) -> Page[ListingAnswer]:
        """Listings, the newest first. Partners see their own, coordinators their regions'."""
        reach = await reach_of(database, principal, region=region)
        return await _page(database, reach, kind=kind, status=status, cursor=cursor, limit=limit)

    @router.get("/partners/{partner_id}/listings")
    async def list_of_partner(
        partner_id: UUID,
        principal: SignedIn,
        kind: ListingKind | None = None,
        status: ListingStatus | None = None,
        cursor: Cursor = None,
        limit: Limit = USUAL_PAGE,
    ) -> Page[ListingAnswer]:
        """The partner's listings, the newest first."""
        await reached_partner(database, principal, partner_id)
        reach = Reach(regions=None, partner_id=partner_id)
        return await _page(database, reach, kind=kind, status=status, cursor=cursor, limit=limit)

    return router


async def _page(
    database: Database,
    reach: Reach,
    *,
    kind: ListingKind | None,
    status: ListingStatus | None,
    cursor: str | None,
    limit: int,
) -> Page[ListingAnswer]:
    async with database.transaction() as tx:
        found = await tx.listings.find(
            regions=reach.regions,
            partner_id=reach.partner_id,
            kind=kind,
            status=status,
            before=decode_cursor(cursor, UUID)[0] if cursor else None,
            limit=limit + 1,
        )
    return page_of(found, limit=limit, place=lambda last: (last.id,), answer=ListingAnswer.of)
