"""`/coordinator/follow-up`: introductions by state, those that stand still first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from services.matcher.domain.following import Followed, stalled_first
from services.matcher.pages.look import HOME
from services.matcher.pages.reach import Reach, reach_of
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.clock import utc_now
from shared.events.introductions import IntroductionState
from shared.locale import Words, words
from shared.web.language import language_of
from shared.web.tables import Form, Table, table_answer
from shared.web.templating import Pages

PATH = f"{HOME}/follow-up"
SHOWN = 12  #: of a state, until all are asked for
STATES: tuple[IntroductionState, ...] = get_args(IntroductionState)

Region = Annotated[str, Query(max_length=60)]
ShowAll = Annotated[str, Query(alias="all", max_length=20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    state: IntroductionState
    total: int
    shown: Sequence[Followed]

    @property
    def left_out(self) -> int:
        return self.total - len(self.shown)


def follow_up_routes(database: Database, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("")
    async def board(
        request: Request, principal: Coordinator, region: Region = "", whole: ShowAll = ""
    ) -> Response:
        reach, followed = await _followed(database, principal, region)
        now = utc_now()
        return pages.render(
            request,
            "follow_up.html",
            masthead=reach.masthead(principal, language=language_of(request), current=PATH),
            csrf_token=principal.csrf_token or "",
            reach=reach,
            path=PATH,
            here=_here(region, whole),
            columns=_columns(followed, now, whole=whole),
            total=len(followed),
            still=[one for one in followed if one.days_still(now)],
            now=now,
        )

    @router.get("/introductions.{form}")
    async def table(
        request: Request, principal: Coordinator, form: Form, region: Region = ""
    ) -> Response:
        language = language_of(request)
        _, followed = await _followed(database, principal, region)
        word = words(language)
        now = utc_now()
        return table_answer(
            Table(
                name=word("menu.follow_up"),
                headings=[word(f"follow.table.{name}") for name in _HEADINGS],
                rows=[
                    (
                        one.title,
                        one.seeker.name,
                        one.provider.name,
                        word(f"introduction.{one.state}"),
                        one.sent_at,
                        one.days_still(now) or None,
                        one.outcome.co2e_tonnes if one.outcome else None,
                        _certainty(one, word),
                    )
                    for one in stalled_first(followed, now)
                ],
            ),
            form,
            language=language,
        )

    return router


_HEADINGS = ("title", "seeker", "provider", "state", "sent", "days_still", "tonnes", "basis")


async def _followed(
    database: Database, principal: Principal, region: str
) -> tuple[Reach, list[Followed]]:
    async with database.transaction() as tx:
        reach = await reach_of(tx, principal, wanted=region)
        return reach, await tx.following.introductions(reach.regions)


def _columns(followed: Sequence[Followed], now: datetime, *, whole: str) -> list[Column]:
    """A column for each state; that of letters which wait only where there are some."""
    columns = []
    for state in STATES:
        found = stalled_first([one for one in followed if one.state == state], now)
        if found or state != "waiting":
            shown = found if whole == state else found[:SHOWN]
            columns.append(Column(state=state, total=len(found), shown=shown))
    return columns


def _certainty(one: Followed, word: Words) -> str | None:
    if not one.outcome or not one.outcome.certainty:
        return None
    return word(f"certainty.{one.outcome.certainty}")


def _here(region: str, whole: str) -> str:
    """This very view, for a form elsewhere that leads back to it."""
    query = "&".join(
        f"{key}={value}" for key, value in (("region", region), ("all", whole)) if value
    )
    return f"{PATH}?{query}" if query else PATH
