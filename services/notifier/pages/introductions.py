"""/mail/introductions: those one may see, and each with its letters, answers and outcome."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notifier.actions.follow_up import find_introduction, list_introductions
from services.notifier.actions.reading import names_of, own_region, region_of
from services.notifier.domain.followed import Followed
from services.notifier.domain.links import Links
from services.notifier.domain.outcomes import Report
from services.notifier.domain.views import View
from services.notifier.pages.introduction_view import heading, sides_for
from services.notifier.pages.look import INTRODUCTIONS, LETTER_COLOURS, STATE_COLOURS, masthead
from services.notifier.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.cursors import decode_cursor, encode_cursor
from shared.web.language import language_of
from shared.web.templating import Pages

A_PAGE = 30
Cursor = Annotated[str | None, Query(max_length=1_000)]
Done = Annotated[str, Query(max_length=20, pattern="^[a-z_]*$")]


class IntroductionPages:
    """`links` lead a partner to the form of their answer."""

    def __init__(self, database: Database, links: Links, pages: Pages) -> None:
        self._database = database
        self._links = links
        self._pages = pages

    async def list_all(
        self, request: Request, principal: Principal, *, cursor: str | None
    ) -> Response:
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        found = await list_introductions(
            self._database,
            principal,
            region=None,
            before=(before[0], before[1]) if before else None,
            limit=A_PAGE + 1,
        )
        views = [View(principal, known) for known in found[:A_PAGE]]
        language = language_of(request)
        return self._pages.render(
            request,
            "introductions.html",
            masthead=masthead(
                principal, language=language, region=await own_region(self._database, principal)
            ),
            views=views,
            headings={view.known.introduction.id: heading(view, language) for view in views},
            colours=STATE_COLOURS,
            following=_cursor(found[A_PAGE - 1]) if len(found) > A_PAGE else "",
        )

    async def one(
        self,
        request: Request,
        principal: Principal,
        introduction_id: UUID,
        *,
        done: str = "",
        typed: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Response:
        """`typed` and `errors` are those of the form of the outcome."""
        known = await find_introduction(self._database, principal, introduction_id)
        view, language = View(principal, known), language_of(request)
        region = await region_of(self._database, known.introduction.region)
        names = await names_of(self._database, view)
        return self._pages.render(
            request,
            "introduction.html",
            status=422 if errors else 200,
            masthead=masthead(principal, language=language, region=region),
            path=f"{INTRODUCTIONS}/{introduction_id}",
            view=view,
            known=known,
            heading=heading(view, language),
            sides=sides_for(view, names),
            csrf_token=principal.csrf_token or "",
            answer_url=self._answer_url(principal, known),
            done=done,
            typed=typed or _reported(known.outcome),
            errors=errors or {},
            state_colours=STATE_COLOURS,
            letter_colours=LETTER_COLOURS,
        )

    def _answer_url(self, principal: Principal, known: Followed) -> str:
        if principal.partner_id is None or not known.letters:
            return ""
        return self._links.answer_url(
            introduction_id=known.introduction.id, partner_id=principal.partner_id
        )


def introduction_pages(gate: Gate, shown: IntroductionPages) -> APIRouter:
    router = APIRouter(prefix=INTRODUCTIONS, include_in_schema=False)
    Reader = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type

    @router.get("")
    async def list_all(request: Request, principal: Reader, cursor: Cursor = None) -> Response:
        return await shown.list_all(request, principal, cursor=cursor)

    @router.get("/{introduction_id}")
    async def one(
        request: Request, introduction_id: UUID, principal: Reader, done: Done = ""
    ) -> Response:
        return await shown.one(request, principal, introduction_id, done=done)

    return router


def _cursor(known: Followed) -> str:
    return encode_cursor([known.introduction.created_at, known.introduction.id])


def _reported(outcome: Report | None) -> dict[str, str]:
    """What was reported last, so that a new report changes what it must and keeps the rest."""
    if outcome is None:
        return dict.fromkeys(
            ("result", "co2e_tonnes", "certainty", "scope", "method", "reason", "note"), ""
        )
    return {
        "result": outcome.result,
        "co2e_tonnes": "" if outcome.co2e_tonnes is None else f"{outcome.co2e_tonnes:g}",
        "certainty": outcome.certainty or "",
        "scope": outcome.scope or "",
        "method": outcome.method,
        "reason": "",
        "note": "",
    }
