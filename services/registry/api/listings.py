"""One listing: published under its partner, then at `/api/listings/{id}`"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.registry.actions.listings import change_listing, close_listing, publish_listing
from services.registry.api.answers import ListingAnswer
from services.registry.api.reach import reached_listing, reached_partner
from services.registry.domain.records import ListingRecord
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal


def listing_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["listings"])
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type

    @router.post("/partners/{partner_id}/listings", status_code=201)
    async def publish(
        partner_id: UUID, record: ListingRecord, principal: SignedIn, response: Response
    ) -> ListingAnswer:
        """Publish a need, an offer or an idea. Without a place it is where its partner is."""
        await reached_partner(database, principal, partner_id)
        listing = await publish_listing(database, partner_id, record)
        response.headers["location"] = f"/api/listings/{listing.id}"
        return ListingAnswer.of(listing)

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
