"""`/coordinator/by-hand`: look for two that fit, whatever the score says, and put them together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.matcher.actions.by_hand import propose_group
from services.matcher.actions.deciding import approve
from services.matcher.actions.matching import Matching
from services.matcher.actions.searching import reached, search
from services.matcher.api.requests import LONGEST_NOTE, Approval
from services.matcher.domain.errors import AlreadyDecided, AlreadyIntroduced, FieldRefused
from services.matcher.domain.queue import Filters
from services.matcher.domain.suggestions import Half
from services.matcher.pages.card import heading
from services.matcher.pages.filters import LONGEST_WORDS
from services.matcher.pages.look import HOME, masthead_in
from services.matcher.pages.messages import by_hand_error, form_errors
from services.matcher.pages.options import KINDS, kind_options
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

PATH = f"{HOME}/by-hand"
FEWEST, MOST = 2, 5

Chosen = Annotated[list[UUID], Query(alias="item", max_length=MOST)]
ChosenForm = Annotated[list[UUID], Form(alias="item", max_length=MOST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was searched for and chosen so far, and what is wrong with it."""

    region: str = ""
    words: str = ""
    kind: str = ""
    items: Sequence[UUID] = ()
    note: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


class ByHandPage:
    def __init__(self, database: Database, matching: Matching, pages: Pages) -> None:
        self._database = database
        self._matching = matching
        self._pages = pages

    async def answer(self, request: Request, asked: Asked, *, principal: Principal) -> Response:
        async with self._database.transaction() as tx:
            head = await masthead_in(tx, principal, language=language_of(request))
            regions = (await tx.queue.choices(Filters())).regions
            chosen = await reached(tx, asked.items, by=principal)
        region = _region(asked, regions, chosen)
        found = await self._found(asked, region) if asked.words and region else []
        language = language_of(request)
        return self._pages.render(
            request,
            "by_hand.html",
            status=asked.status,
            masthead=head,
            csrf_token=principal.csrf_token or "",
            home=HOME,
            path=PATH,
            asked=asked,
            region=region,
            regions=regions,
            kind_options=kind_options(language),
            chosen=chosen,
            ids=[half.item.id for half in chosen],
            address=_address(asked, region, [half.item.id for half in chosen]),
            found=[half for half in found if half.item.id not in asked.items],
            heading=heading,
            fewest=FEWEST,
            most=MOST,
            longest_note=LONGEST_NOTE,
        )

    async def _found(self, asked: Asked, region: str) -> Sequence[Half]:
        kinds = [one for one in KINDS if asked.kind in ("", one)]
        return await search(self._database, self._matching, asked.words, region=region, kinds=kinds)


def _region(asked: Asked, regions: Sequence[tuple[str, str]], chosen: Sequence[Half]) -> str:
    """One at a time: that of what is chosen, else the one asked for, else the first."""
    if chosen:
        return chosen[0].item.region
    seen = [slug for slug, _ in regions]
    return asked.region if asked.region in seen else (seen[0] if seen else "")


def _address(asked: Asked, region: str, ids: Sequence[UUID]) -> Callable[..., str]:
    """The same page with one more chosen, or without one."""

    def address(*, more: UUID | None = None, without: UUID | None = None) -> str:
        kept = [one for one in (*ids, more) if one and one != without]
        query = {"region": region, "words": asked.words, "kind": asked.kind, "item": kept}
        return f"{PATH}?{urlencode(query, doseq=True)}"

    return address


def by_hand_routes(
    database: Database, matching: Matching, gate: Gate, pages: Pages, *, grace: timedelta
) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type
    page = ByHandPage(database, matching, pages)

    @router.get("")
    async def show(
        request: Request,
        principal: Coordinator,
        region: str = "",
        words: str = "",
        kind: str = "",
        items: Chosen = [],  # noqa: B006 FastAPI copies it
    ) -> Response:
        said = " ".join(words.split())[:LONGEST_WORDS]
        asked = Asked(region=region, words=said, kind=kind, items=items)
        return await page.answer(request, asked, principal=principal)

    @router.post("")
    async def put_together(
        request: Request,
        principal: Sender,
        items: ChosenForm = [],  # noqa: B006 FastAPI copies it
        note: Annotated[str, Form()] = "",
        action: Annotated[Literal["propose", "approve"], Form()] = "propose",
    ) -> Response:
        try:
            sent = Approval(note=note)
            made = await _made(items, principal, sent.note or "")
        except ValidationError as error:
            errors = form_errors(error, {"note": note}, language=language_of(request))
        except (FieldRefused, AlreadyDecided, AlreadyIntroduced) as error:
            errors = {"chosen": by_hand_error(error, language=language_of(request))}
        else:
            if action == "approve":
                await approve(database, made, by=principal, note=sent.note, grace=grace)
                return RedirectResponse(
                    f"{HOME}/suggestions/{made}?decided={made}", status_code=303
                )
            return RedirectResponse(f"{HOME}/suggestions/{made}", status_code=303)
        asked = Asked(items=items, note=note, errors=errors, status=422)
        return await page.answer(request, asked, principal=principal)

    async def _made(items: Sequence[UUID], principal: Principal, note: str) -> UUID:
        chosen = list(dict.fromkeys(items))
        if not FEWEST <= len(chosen) <= MOST:
            raise FieldRefused(field="two")
        made = await propose_group(database, matching, chosen, by=principal, note=note)
        return made.id

    return router
