"""/api/introductions"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from services.notifier.actions.follow_up import (
    find_introduction,
    list_introductions,
    report_outcome,
)
from services.notifier.api.views import IntroductionOut, IntroductionPage, OutcomeIn
from services.notifier.domain.followed import Followed
from services.notifier.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.cursors import decode_cursor, encode_cursor

MOST_ITEMS = 100

RegionSlug = Annotated[str | None, Query(max_length=100)]
Cursor = Annotated[str | None, Query(max_length=1_000)]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS)]


def introduction_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/introductions", tags=["introductions"])

    @router.get("")
    async def list_all(
        principal: Annotated[Principal, Depends(gate.signed_in)],
        region: RegionSlug = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> IntroductionPage:
        """Introductions, newest first. A partner sees those it is part of."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        found = await list_introductions(
            database,
            principal,
            region=region,
            before=(before[0], before[1]) if before else None,
            limit=limit + 1,
        )
        return IntroductionPage(
            items=[IntroductionOut.of(followed, principal) for followed in found[:limit]],
            next=_cursor(found[limit - 1]) if len(found) > limit else None,
        )

    @router.get("/{introduction_id}")
    async def get(
        introduction_id: UUID, principal: Annotated[Principal, Depends(gate.signed_in)]
    ) -> IntroductionOut:
        """One introduction with its letters, answers and outcome."""
        followed = await find_introduction(database, principal, introduction_id)
        return IntroductionOut.of(followed, principal)

    @router.post("/{introduction_id}/outcome")
    async def outcome(
        introduction_id: UUID,
        body: OutcomeIn,
        principal: Annotated[Principal, Depends(gate.signed_in)],
    ) -> IntroductionOut:
        """Report what came of it: for those who decide for the region, and for the partners
        once they know of each other. The last report counts; those before it are kept."""
        followed = await report_outcome(database, principal, introduction_id, body.report())
        return IntroductionOut.of(followed, principal)

    return router


def _cursor(followed: Followed) -> str:
    return encode_cursor([followed.introduction.created_at, followed.introduction.id])
