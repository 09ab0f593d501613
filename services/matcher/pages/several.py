"""The form that decides about several suggestions at once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from services.matcher.actions.deciding import approve, reject
from services.matcher.actions.several import each
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.look import HOME
from services.matcher.pages.notices import MOST
from services.matcher.pages.options import REASONS
from services.matcher.pages.outcomes import decided
from services.matcher.pages.queue import QueuePage, Typed, View
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.events.suggestions import RejectionReason
from shared.locale import words
from shared.web.language import language_of

Chosen = Annotated[list[UUID], Form(max_length=MOST)]


def several_routes(
    database: Database, gate: Gate, page: QueuePage, *, grace: timedelta
) -> APIRouter:
    router = APIRouter(prefix=HOME, include_in_schema=False)
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.post("/several")
    async def decide_several(
        request: Request,
        principal: Sender,
        action: Annotated[Literal["approve", "reject"], Form()],
        chosen: Chosen = [],  # noqa: B006 FastAPI copies it
        reason: Annotated[str, Form()] = "",
    ) -> Response:
        errors = _errors(request, chosen, reason=reason if action == "reject" else None)
        if errors:
            typed = Typed(chosen=[str(one) for one in chosen], reason=reason, errors=errors)
            view = View(mode="select", typed=typed, status=422)
            return await page.answer(request, principal=principal, view=view)

        async def decide(one: UUID) -> Suggestion:
            if action == "approve":
                return await approve(database, one, by=principal, grace=grace)
            why: RejectionReason = reason  # type: ignore[assignment]  # looked at above
            return await reject(database, one, by=principal, reason=why, note="", grace=grace)

        return await decided(request, page, await each(chosen, decide), principal=principal)

    return router


def _errors(request: Request, chosen: Sequence[UUID], *, reason: str | None) -> dict[str, str]:
    word = words(language_of(request))
    errors = {}
    if not chosen:
        errors["flere"] = word("error.several.none")
    if reason is not None and reason not in REASONS:
        errors["reason"] = word("error.reason.missing")
    return errors
