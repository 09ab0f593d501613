"""The forms on a suggestion's card."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from services.matcher.actions.deciding import approve, reject, snooze
from services.matcher.api.requests import Approval, Rejection, Snooze
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.desk import Desk
from services.matcher.pages.look import HOME
from services.matcher.pages.queue import QueuePage
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal

FormText = Annotated[str, Form()]


def decision_routes(
    database: Database, gate: Gate, page: QueuePage, *, grace: timedelta
) -> APIRouter:
    router = APIRouter(prefix=f"{HOME}/suggestions/{{suggestion_id}}", include_in_schema=False)
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    desk = Desk(database, page)

    @router.post("/approve")
    async def approve_one(
        request: Request, suggestion_id: UUID, principal: Sender, note: FormText = ""
    ) -> Response:
        async def deciding() -> Suggestion:
            sent = Approval(note=note)
            return await approve(database, suggestion_id, by=principal, note=sent.note, grace=grace)

        typed = {"note": note}
        return await desk.answered(request, principal, suggestion_id, deciding(), typed=typed)

    @router.post("/reject")
    async def reject_one(
        request: Request,
        suggestion_id: UUID,
        principal: Sender,
        reason: FormText = "",
        note: FormText = "",
    ) -> Response:
        typed = {"reason": reason, "note": note}

        async def deciding() -> Suggestion:
            sent = Rejection.model_validate(typed)
            return await reject(
                database,
                suggestion_id,
                by=principal,
                reason=sent.reason,
                note=sent.note,
                grace=grace,
            )

        return await desk.answered(
            request, principal, suggestion_id, deciding(), typed=typed, opened="reject"
        )

    @router.post("/snooze")
    async def snooze_one(
        request: Request, suggestion_id: UUID, principal: Sender, until: FormText = ""
    ) -> Response:
        typed = {"until": until}

        async def deciding() -> Suggestion:
            sent = Snooze.model_validate(typed)
            return await snooze(database, suggestion_id, by=principal, until=sent.until)

        return await desk.answered(
            request, principal, suggestion_id, deciding(), typed=typed, opened="snooze"
        )

    return router
