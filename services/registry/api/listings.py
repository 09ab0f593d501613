"""`/api/listings` and the listings of a partner"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.registry.actions.listings import change_listing, close_listing, publish_listing
from services.registry.api.answers import ListingAnswer, Page
from services.registry.api.paging import USUAL_PAGE, Cursor, Limit, page_of
from services.registry.api.partners import OneRegion
from services.registry.api.reach import Reach, reach_of, reached_listing, reached_partner
from services.registry.domain.listings import ListingStatus
from services.registry.domain.records import ListingKind, ListingRecord
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.cursors import decode_cursor


def listing_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["listings"])
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type

    async def listings(
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

    @router.post("/partners/{partner_id}/listings", status_code=201)
    async def publish(
        partner_id: UUID, record: ListingRecord, principal: SignedIn, response: Response
    ) -> ListingAnswer:
        """Publish a need, an offer or an idea. Without a place it is where its partner is."""
        await reached_partner(database, principal, partner_id)
        listing = await publish_listing(database, partner_id, record)
        response.headers["location"] = f"/api/listings/{listing.id}"
        return ListingAnswer.of(listing)

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
        return await listings(reach, kind=kind, status=status, cursor=cursor, limit=limit)

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
        return await listings(reach, kind=kind, status=status, cursor=cursor, limit=limit)

    @router.get("/listings/{listing_id}")
    async def show(listing_id: UUID, principal: SignedIn) -> ListingAnswer:
        """One listing, open or not. What is out of your reach is a 404."""
        return ListingAnswer.of(await reached_listing(database, principal, listing_id))

    @router.put("/listings/{listing_id}")
    async def change(listing_id: UUID, record: ListingRecord, principal: SignedIn) -> ListingAnswer:
        """Replace the listing, and open it again if it was closed or expired."""
        await reached_listing(database, principal, listing_id)
        return ListingAnswer.of(await change_listing(database, listing_id, record))

    @router.delete("/listings/{listing_id}", status_code=204)
    async def close(listing_id: UUID, principal: SignedIn) -> None:
        """Withdraw the listing: no more suggestions come of it. It stays readable, `closed`."""
        await reached_listing(database, principal, listing_id)
        await close_listing(database, listing_id)

    return router
