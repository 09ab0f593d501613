"""`/listings/{id}/edit`: say it better, without losing what somebody else changed meanwhile."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.listings import change_listing
from services.registry.domain.drafts import Written
from services.registry.domain.errors import ExpiryPassed, TextsTooLong
from services.registry.domain.listings import Listing
from services.registry.domain.records import ListingRecord
from services.registry.pages.kept_forms import typed_in
from services.registry.pages.listings import own_listing
from services.registry.pages.portal import Portal, Visit, word_of
from services.registry.pages.written_records import record_of

SeenVersion = Annotated[int, Form(ge=1)]


def editing_routes(portal: Portal) -> APIRouter:
    router = APIRouter(prefix="/listings/{listing_id}/edit", include_in_schema=False)
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type
    Writing = Annotated[Visit, Depends(portal.writing)]  # noqa: N806 a type

    def page(
        request: Request,
        visit: Visit,
        listing: Listing,
        written: Written,
        *,
        errors: dict[str, str] | None = None,
        notice: str = "",
        status: int = 200,
    ) -> Response:
        return portal.page(
            request,
            visit,
            "edit_listing.html",
            current="/listings",
            status=422 if errors else status,
            listing=listing,
            written=written,
            errors=errors or {},
            notice=notice,
        )

    @router.get("")
    async def show(request: Request, listing_id: UUID, visit: Visiting) -> Response:
        listing = await own_listing(portal, visit, listing_id)
        kept = await portal.kept.look(request)
        if kept is not None:
            return page(request, visit, listing, Written.typed(kept), notice="kept.here")
        return page(request, visit, listing, _written(listing))

    @router.post("")
    async def save(
        request: Request, listing_id: UUID, visit: Writing, version: SeenVersion
    ) -> Response:
        word = word_of(request)
        listing = await own_listing(portal, visit, listing_id)
        written = Written.typed({**await typed_in(request), "kind": listing.kind})
        record = record_of(written, word=word)
        if isinstance(record, dict):
            return page(request, visit, listing, written, errors=record)
        if listing.version != version and not _says(listing, record):
            return page(
                request, visit, listing, written, notice="edit.changed_meanwhile", status=409
            )
        answer = RedirectResponse(f"/listings/{listing_id}?done=saved", status_code=303)
        if listing.status == "open" and _says(listing, record):
            return await portal.kept.forget(request, answer)
        try:
            await change_listing(portal.database, listing_id, record)
        except ExpiryPassed:
            errors = {"expires_on": word("error.date.past")}
            return page(request, visit, listing, written, errors=errors)
        except TextsTooLong:
            errors = {"text": word("error.texts.too_long")}
            return page(request, visit, listing, written, errors=errors)
        return await portal.kept.forget(request, answer)

    return router


def _says(listing: Listing, record: ListingRecord) -> bool:
    """Sent twice, the second one finds its own change."""
    own_place = listing.location.place if listing.has_own_place else None
    said = (listing.title, listing.text, own_place, listing.expires_on)
    return said == (record.title, record.text, record.place, record.expires_on)


def _written(listing: Listing) -> Written:
    return Written(
        kind=listing.kind,
        title=listing.title,
        text=listing.text,
        place=listing.location.place if listing.has_own_place else "",
        expires_on=listing.expires_on.isoformat() if listing.expires_on else "",
    )
