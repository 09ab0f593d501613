"""`/listings/new` and `/listings/drafts/{id}`: a need, an offer or an idea in one free text.

The draft has its id from the beginning and the listing gets it, so that what is sent twice is
published once.
"""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from uuid6 import uuid7

from services.registry.actions.writing import drop_draft, publish_draft, save_draft
from services.registry.domain.days import months_after
from services.registry.domain.drafts import Draft, Written
from services.registry.domain.errors import ExpiryPassed, ListingUnknown, TextsTooLong
from services.registry.domain.listings import Listing
from services.registry.domain.records import ListingKind, ListingRecord
from services.registry.pages.advice import advice_on
from services.registry.pages.kept_forms import typed_in
from services.registry.pages.listing_rows import draft_path
from services.registry.pages.portal import Portal, Visit, word_of
from services.registry.pages.written_records import record_of

OPEN_MONTHS = 6  #: how long a listing is proposed to stay open
NEW = "/listings/new"

Kind = Annotated[ListingKind, Query()]


def writing_routes(portal: Portal) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type
    Writing = Annotated[Visit, Depends(portal.writing)]  # noqa: N806 a type
    Pressing = Annotated[Visit, Depends(portal.pressing)]  # noqa: N806 a type
    desk = _WritingDesk(portal)

    @router.get(NEW)
    async def begin(request: Request, visit: Visiting, kind: Kind = "need") -> Response:
        async with portal.database.transaction() as tx:
            today = await tx.listings.today()
        until = months_after(today, OPEN_MONTHS).isoformat()
        return await desk.show(request, visit, uuid7(), Written(kind=kind, expires_on=until))

    @router.get("/listings/drafts/{draft_id}")
    async def go_on(request: Request, draft_id: UUID, visit: Visiting) -> Response:
        """A draft that has been published since is a listing."""
        kept = await portal.kept.look(request)
        async with portal.database.transaction() as tx:
            listings = await tx.listings.find(listing_id=draft_id, partner_id=visit.partner.id)
            draft = await tx.drafts.get(draft_id, partner_id=visit.partner.id)
        if kept is not None:
            written = Written.typed(kept)
            return await desk.show(request, visit, draft_id, written, is_kept=True)
        if listings:
            return RedirectResponse(f"/listings/{draft_id}", status_code=303)
        if not draft:
            raise ListingUnknown
        return await desk.show(request, visit, draft_id, draft.written)

    @router.post("/listings/drafts/{draft_id}")
    async def send(request: Request, draft_id: UUID, visit: Writing) -> Response:
        typed = await typed_in(request)
        written = Written.typed(typed)
        if typed.get("do") == "publish":
            answer = await desk.publish(request, visit, draft_id, written, typed)
        else:
            answer = await desk.save(request, visit, draft_id, written, typed)
        return await portal.kept.forget(request, answer)

    @router.post("/listings/drafts/{draft_id}/delete")
    async def drop(draft_id: UUID, visit: Pressing) -> Response:
        await drop_draft(portal.database, draft_id, partner_id=visit.partner.id)
        return RedirectResponse("/?done=draft_deleted", status_code=303)

    return router


class _WritingDesk:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._database = portal.database

    async def show(
        self,
        request: Request,
        visit: Visit,
        draft_id: UUID,
        written: Written,
        *,
        errors: dict[str, str] | None = None,
        is_kept: bool = False,
        is_asked: bool = False,
    ) -> Response:
        """`is_asked`: one pressed publish, and is asked to look at the advice first."""
        advice = await advice_on(self._database, visit, written)
        titled = replace(written, title=written.title or advice.title)
        return self._portal.page(
            request,
            visit,
            "write.html",
            current="/listings",
            status=422 if errors else 200,
            path=draft_path(draft_id),
            written=titled,
            advice=advice,
            errors=errors or {},
            is_kept=is_kept,
            is_asked=is_asked,
        )

    async def save(
        self,
        request: Request,
        visit: Visit,
        draft_id: UUID,
        written: Written,
        typed: dict[str, str],
    ) -> Response:
        is_part = "hx-request" in request.headers
        if written.is_blank:
            return Response() if is_part else RedirectResponse("/listings", status_code=303)
        draft = Draft(id=draft_id, partner_id=visit.partner.id, written=written)
        saved_at = await save_draft(self._database, draft)
        if saved_at is None:
            if is_part:
                return Response()
            return await self.after_all(request, visit, draft_id, written)
        if not is_part:
            return RedirectResponse("/?done=draft_saved", status_code=303)
        advice = await advice_on(self._database, visit, written)
        has_own_title = written.title not in {"", typed.get("proposed", "")}
        return self._portal.part(
            request,
            visit,
            "write_saved.html",
            path=draft_path(draft_id),
            written=replace(written, title=written.title if has_own_title else advice.title),
            advice=advice,
            saved_at=saved_at,
            errors={},
            is_about_text=request.headers.get("hx-trigger-name") == "text",
            has_own_title=has_own_title,
        )

    async def publish(
        self,
        request: Request,
        visit: Visit,
        draft_id: UUID,
        written: Written,
        typed: dict[str, str],
    ) -> Response:
        word = word_of(request)
        record = record_of(written, word=word)
        if isinstance(record, dict):
            return await self.show(request, visit, draft_id, written, errors=record)
        if "advised" not in typed and await self._has_advice(visit, draft_id, written):
            return await self.show(request, visit, draft_id, written, is_asked=True)
        try:
            listing, is_new = await publish_draft(
                self._database, draft_id, partner_id=visit.partner.id, record=record
            )
        except ExpiryPassed:
            errors = {"expires_on": word("error.date.past")}
            return await self.show(request, visit, draft_id, written, errors=errors)
        except TextsTooLong:
            errors = {"text": word("error.texts.too_long")}
            return await self.show(request, visit, draft_id, written, errors=errors)
        if not (is_new or says_the_same(record, listing)):
            return await self.after_all(request, visit, draft_id, written)
        return RedirectResponse(f"/listings/{listing.id}?done=published", status_code=303)

    async def after_all(
        self, request: Request, visit: Visit, listing_id: UUID, written: Written
    ) -> Response:
        """It was published already, and then something else was sent from a page of before."""
        async with self._database.transaction() as tx:
            listing = await tx.listings.get(listing_id)
        return self._portal.page(
            request,
            visit,
            "edit_listing.html",
            current="/listings",
            listing=listing,
            written=written,
            errors={},
            notice="edit.published_before",
        )

    async def _has_advice(self, visit: Visit, draft_id: UUID, written: Written) -> bool:
        async with self._database.transaction() as tx:
            if await tx.listings.find(listing_id=draft_id, partner_id=visit.partner.id):
                return False
        return (await advice_on(self._database, visit, written)).says_something


def says_the_same(record: ListingRecord, listing: Listing) -> bool:
    """Sent twice, and nothing changed in between."""
    return (record.kind, record.title, record.text) == (listing.kind, listing.title, listing.text)
