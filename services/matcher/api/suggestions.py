"""`/api/suggestions`"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.matcher.actions.by_hand import propose_by_hand
from services.matcher.actions.deciding import approve, reject, snooze, visible
from services.matcher.actions.matching import Matching
from services.matcher.api.answers import SuggestionAnswer, SuggestionPage
from services.matcher.api.requests import Approval, PairByHand, Rejection, Snooze
from services.matcher.domain.suggestions import Status, Suggestion
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.cursors import decode_cursor, encode_cursor

USUAL_PAGE = 50
LARGEST_PAGE = 200

Region = Annotated[str | None, Query(max_length=60, description="A region's short name.")]
Listing = Annotated[UUID | None, Query(description="Only those with this listing or capability.")]
Cursor = Annotated[
    str | None, Query(max_length=1000, description="`next` of the page before this one.")
]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="How many at most.")]


def suggestion_routes(database: Database, matching: Matching, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/suggestions", tags=["suggestions"])
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("")
    async def list_best_first(
        principal: Coordinator,
        region: Region = None,
        status: Status = "proposed",
        listing: Listing = None,
        cursor: Cursor = None,
        limit: Limit = USUAL_PAGE,
    ) -> SuggestionPage:
        """Suggestions of your regions, best first."""
        if region is not None:
            principal.check_region(region)
        async with database.transaction() as tx:
            found = await tx.suggestions.find(
                regions=principal.regions_seen() if region is None else [region],
                status=status,
                item_id=listing,
                after=decode_cursor(cursor, float, UUID) if cursor else None,
                limit=limit + 1,
            )
        return page_of(found, limit=limit)

    @router.get("/{suggestion_id}")
    async def show(suggestion_id: UUID, principal: Coordinator) -> SuggestionAnswer:
        """One suggestion, decided or not. What is out of your reach is a 404."""
        async with database.transaction() as tx:
            return SuggestionAnswer.of(await visible(tx, suggestion_id, to=principal))

    @router.post("", status_code=201)
    async def put_together(
        body: PairByHand, principal: Coordinator, response: Response
    ) -> SuggestionAnswer:
        """Suggest a pair, or a group, by hand. It waits for a decision like any other."""
        provider_id, provider_field = body.provider
        suggestion = await propose_by_hand(
            database,
            matching,
            seeker_id=body.seeker_listing,
            provider_id=provider_id,
            provider_field=provider_field,
            other_ids=list(dict.fromkeys(body.others)),
            by=principal,
            note=body.note,
        )
        response.headers["location"] = f"/api/suggestions/{suggestion.id}"
        return SuggestionAnswer.of(suggestion)

    @router.post("/{suggestion_id}/approve")
    async def approve_one(
        suggestion_id: UUID, principal: Coordinator, body: Approval | None = None
    ) -> SuggestionAnswer:
        """Have the two introduced to each other. 409 when decided otherwise, or withdrawn."""
        note = body.note if body else None
        return SuggestionAnswer.of(await approve(database, suggestion_id, by=principal, note=note))

    @router.post("/{suggestion_id}/reject")
    async def reject_one(
        suggestion_id: UUID, principal: Coordinator, body: Rejection
    ) -> SuggestionAnswer:
        """Say that the two do not fit. They are not suggested again."""
        return SuggestionAnswer.of(
            await reject(database, suggestion_id, by=principal, reason=body.reason, note=body.note)
        )

    @router.post("/{suggestion_id}/snooze")
    async def snooze_one(
        suggestion_id: UUID, principal: Coordinator, body: Snooze
    ) -> SuggestionAnswer:
        """Put off the decision; it comes back when the time is up."""
        return SuggestionAnswer.of(
            await snooze(database, suggestion_id, by=principal, until=body.until)
        )

    return router


def page_of(found: list[Suggestion], *, limit: int) -> SuggestionPage:
    """`found` holds one more than `limit` when there is a next page."""
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return SuggestionPage(
        items=[SuggestionAnswer.of(one) for one in shown],
        next=encode_cursor([last.score or 0.0, last.id]) if last else None,
    )
