"""/mail/suggestions/ID/letters: the letters of a proposed pair, to be read and edited before it is
approved. A page of its own, and the part that the console takes in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.notifier.actions.drafts import read_drafts, restore_draft, save_draft
from services.notifier.actions.reading import own_region
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.errors import (
    DraftChanged,
    FieldUnfilled,
    LetterEmpty,
    LetterTooLong,
)
from services.notifier.pages.look import masthead
from services.notifier.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.locale import words
from shared.web.language import language_of
from shared.web.templating import Pages

CODES: dict[type[Exception], str] = {
    LetterEmpty: "error.letter.empty",
    LetterTooLong: "drafts.too_long",
    FieldUnfilled: "drafts.field",
    DraftChanged: "drafts.changed",
}
LONGEST_TYPED = 20_000
Text = Annotated[str, Form(max_length=LONGEST_TYPED)]
Done = Annotated[str, Query(max_length=20, pattern="^[a-z_]*$")]


class DraftPages:
    def __init__(self, database: Database, pages: Pages, writer: LetterWriter) -> None:
        self._database = database
        self._pages = pages
        self._writer = writer

    async def show(
        self,
        request: Request,
        principal: Principal,
        suggestion_id: UUID,
        *,
        done: str = "",
        wrong: tuple[UUID, tuple[str, str], Exception] | None = None,
    ) -> Response:
        """`wrong` is whose letter could not be kept, what was typed, and why."""
        letters = await read_drafts(self._database, principal, suggestion_id, writer=self._writer)
        language, errors = language_of(request), {}
        if wrong:
            partner_id, (subject, body), error = wrong
            message = words(language)(CODES[type(error)], field=str(error))
            errors = {f"body-{partner_id}": message}
            # What was typed is still there; the version is the one that is kept now.
            letters = [
                one.typed(subject=subject, body=body) if one.partner_id == partner_id else one
                for one in letters
            ]
        is_part = request.headers.get("hx-request") == "true"
        return self._pages.render(
            request,
            "drafts_part.html" if is_part else "drafts.html",
            status=422 if wrong and not is_part else 200,
            masthead=masthead(
                principal, language=language, region=await own_region(self._database, principal)
            ),
            suggestion_id=suggestion_id,
            letters=letters,
            writable=all(letter.subject for letter in letters),
            csrf_token=principal.csrf_token or "",
            errors=errors,
            done=done,
        )


def draft_routes(
    database: Database, gate: Gate, pages: Pages, *, writer: LetterWriter
) -> APIRouter:
    router = APIRouter(prefix="/mail/suggestions/{suggestion_id}/letters", include_in_schema=False)
    shown = DraftPages(database, pages, writer)

    @router.get("")
    async def show(
        request: Request,
        suggestion_id: UUID,
        principal: Annotated[Principal, Depends(gate.coordinator)],
        done: Done = "",
    ) -> Response:
        return await shown.show(request, principal, suggestion_id, done=done)

    @router.post("")
    async def save(
        request: Request,
        suggestion_id: UUID,
        principal: Annotated[Principal, Depends(gate.coordinator_form)],
        partner_id: Annotated[UUID, Form()],
        version: Annotated[int, Form(ge=0, le=1_000_000)] = 0,
        action: Annotated[str, Form(max_length=20)] = "save",
        subject: Text = "",
        body: Text = "",
    ) -> Response:
        letter = (database, principal, suggestion_id, partner_id)
        try:
            if action == "restore":
                await restore_draft(*letter, version=version)
            else:
                await save_draft(*letter, words=(subject, body), version=version)
        except tuple(CODES) as error:
            wrong = (partner_id, (subject, body), error)
            return await shown.show(request, principal, suggestion_id, wrong=wrong)
        done = "restored" if action == "restore" else "saved"
        if request.headers.get("hx-request") == "true":
            return await shown.show(request, principal, suggestion_id, done=done)
        return RedirectResponse(f"{request.url.path}?done={done}", status_code=303)

    return router
