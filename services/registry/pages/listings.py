"""`/listings`: our own ones, and each with what can be done about it. Of other partners in the
region one may read what is open."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.listings import close_listing, delete_listing, renew_listing
from services.registry.domain.errors import ListingUnknown
from services.registry.domain.listings import CloseReason, Listing
from services.registry.pages.bench import bench_of, introductions_of
from services.registry.pages.listing_rows import rows_of
from services.registry.pages.portal import Portal, Visit

#: What was just done, said above the listing.
DONE = frozenset({"published", "saved", "renewed", "closed"})

Back = Annotated[str, Form(max_length=100)]


def listing_page_routes(portal: Portal) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.include_router(_looking(portal))
    router.include_router(_asking(portal))
    router.include_router(_pressing(portal))
    return router


def _looking(portal: Portal) -> APIRouter:
    router = APIRouter(prefix="/listings")
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type

    @router.get("")
    async def list_ours(request: Request, visit: Visiting, done: str = "") -> Response:
        bench = await bench_of(portal.database, visit)
        return portal.page(
            request,
            visit,
            "listings.html",
            current="/listings",
            bench=bench,
            done="deleted" if done == "deleted" else "",
        )

    @router.get("/{listing_id}")
    async def show(request: Request, listing_id: UUID, visit: Visiting, done: str = "") -> Response:
        async with portal.database.transaction() as tx:
            listing = await tx.listings.get(listing_id)
            partner = await tx.partners.get(listing.partner_id)
            today = await tx.listings.today()
        is_ours = listing.partner_id == visit.partner.id
        if not is_ours and listing.status != "open":
            raise ListingUnknown
        introductions = await introductions_of(portal.database, visit.partner.id)
        [row] = rows_of([listing], [], introductions, today=today)
        return portal.page(
            request,
            visit,
            "listing.html",
            current="/listings" if is_ours else "/partners",
            listing=listing,
            partner=partner,
            row=row,
            is_ours=is_ours,
            done=done if done in DONE else "",
        )

    return router


def _asking(portal: Portal) -> APIRouter:
    """Pages that say what a button does; letters lead here."""
    router = APIRouter(prefix="/listings")
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type

    def ask(action: str) -> None:
        @router.get(f"/{{listing_id}}/{action}", name=f"ask_to_{action}")
        async def page(request: Request, listing_id: UUID, visit: Visiting) -> Response:
            listing = await own_listing(portal, visit, listing_id)
            return portal.page(
                request, visit, f"{action}_listing.html", current="/listings", listing=listing
            )

    for action in ("renew", "close", "delete"):
        ask(action)
    return router


def _pressing(portal: Portal) -> APIRouter:
    router = APIRouter(prefix="/listings")
    Pressing = Annotated[Visit, Depends(portal.pressing)]  # noqa: N806 a type

    @router.post("/{listing_id}/renew")
    async def renew(listing_id: UUID, visit: Pressing, back: Back = "") -> Response:
        await own_listing(portal, visit, listing_id)
        await renew_listing(portal.database, listing_id)
        return _back(back, listing_id, done="renewed")

    @router.post("/{listing_id}/close")
    async def close(
        listing_id: UUID, visit: Pressing, reason: Annotated[CloseReason, Form()], back: Back = ""
    ) -> Response:
        await own_listing(portal, visit, listing_id)
        await close_listing(portal.database, listing_id, reason=reason)
        return _back(back, listing_id, done="closed")

    @router.post("/{listing_id}/delete")
    async def delete(listing_id: UUID, visit: Pressing) -> Response:
        """Pressed twice, it is gone all the same."""
        async with portal.database.transaction() as tx:
            ours = await tx.listings.find(listing_id=listing_id, partner_id=visit.partner.id)
            gone = any(
                one.id == listing_id and one.partner_id == visit.partner.id
                for one in await tx.listings.deleted()
            )
        if not (ours or gone):
            raise ListingUnknown
        if ours:
            await delete_listing(portal.database, listing_id)
        return RedirectResponse("/listings?done=deleted", status_code=303)

    return router


async def own_listing(portal: Portal, visit: Visit, listing_id: UUID) -> Listing:
    """Raises ListingUnknown, also for somebody else's."""
    async with portal.database.transaction() as tx:
        found = await tx.listings.find(listing_id=listing_id, partner_id=visit.partner.id)
    if not found:
        raise ListingUnknown
    return found[0]


def _back(back: str, listing_id: UUID, *, done: str) -> Response:
    """To the home page where the button stood there, else to the listing."""
    place = "/" if back == "/" else f"/listings/{listing_id}"
    return RedirectResponse(f"{place}?done={done}", status_code=303)
