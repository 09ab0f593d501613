"""`/coordinator/overview`: numbers and pictures for the county's report, each to take along."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from services.matcher.domain.fairness import share_of_top
from services.matcher.domain.following import Member
from services.matcher.domain.overview import Overview, SeriesName, overview
from services.matcher.domain.periods import Period, choices, period_of
from services.matcher.pages.look import HOME
from services.matcher.pages.overview_tables import PictureName, table_of
from services.matcher.pages.reach import Reach, reach_of
from services.matcher.pictures.geography import MapPicture, map_picture
from services.matcher.pictures.lines import LinePicture, line_picture
from services.matcher.pictures.marks import MarkPicture
from services.matcher.pictures.network import network_picture
from services.matcher.pictures.png import png_of
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.clock import utc_now
from shared.locale.formats import TIME_ZONE
from shared.web.language import language_of
from shared.web.tables import Form, file_answer, table_answer
from shared.web.templating import Pages

PATH = f"{HOME}/overview"
#: Of the series, as lines.
DRAWN: tuple[SeriesName, ...] = ("sent", "both_yes", "working")

Region = Annotated[str, Query(max_length=60)]
PeriodCode = Annotated[str, Query(alias="period", max_length=20)]
DrawnPicture = Literal["network", "months", "map"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything the page and what is taken from it are made of."""

    reach: Reach
    period: Period
    found: Overview
    members: list[Member]
    top_share: float | None  #: of what waits, that of the tenth of the partners that have most

    @property
    def months(self) -> LinePicture:
        return line_picture({name: self.found.series[name] for name in DRAWN})

    @property
    def network(self) -> MarkPicture:
        return network_picture(self.found.links)

    @property
    def map(self) -> MapPicture:
        return map_picture(self.members, self.found.links)


def overview_routes(database: Database, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("")
    async def show(
        request: Request, principal: Coordinator, region: Region = "", code: PeriodCode = ""
    ) -> Response:
        shown = await _shown(database, principal, region=region, code=code)
        return pages.render(
            request,
            "overview.html",
            masthead=shown.reach.masthead(principal, language=language_of(request), current=PATH),
            path=PATH,
            periods=choices(_today()),
            today=_today(),
            **_drawn(shown, "network", "months", "map"),
        )

    @router.get("/{picture}.png")
    async def image(
        request: Request,
        principal: Coordinator,
        picture: DrawnPicture,
        region: Region = "",
        code: PeriodCode = "",
    ) -> Response:
        shown = await _shown(database, principal, region=region, code=code)
        language = language_of(request)
        template = pages.template(f"picture_{picture}.svg", language)
        png = await png_of(template.render(language=language, **_drawn(shown, picture)))
        name = table_of(picture, shown.found, shown.members, language=language).name
        return file_answer(png, f"{name}.png", media_type="image/png")

    @router.get("/{picture}.{form}")
    async def table(
        request: Request,
        principal: Coordinator,
        picture: PictureName,
        form: Form,
        region: Region = "",
        code: PeriodCode = "",
    ) -> Response:
        shown = await _shown(database, principal, region=region, code=code)
        language = language_of(request)
        made = table_of(picture, shown.found, shown.members, language=language)
        return table_answer(made, form, language=language)

    return router


async def _shown(database: Database, principal: Principal, *, region: str, code: str) -> Shown:
    period = period_of(code, _today())
    async with database.transaction() as tx:
        reach = await reach_of(tx, principal, wanted=region)
        found = overview(
            period,
            written=await tx.following.written(reach.regions),
            decided=await tx.following.decided(reach.regions),
            introductions=await tx.following.introductions(reach.regions),
        )
        members = await tx.following.members(reach.regions)
        waiting_each = await tx.fairness.waiting_each(reach.regions)
    return Shown(
        reach=reach,
        period=period,
        found=found,
        members=members,
        top_share=share_of_top(waiting_each),
    )


def _drawn(shown: Shown, *pictures: DrawnPicture) -> dict[str, Any]:
    """What templates draw from; a picture takes its time, so only those that are asked for."""
    return {
        "reach": shown.reach,
        "period": shown.period,
        "found": shown.found,
        "top_share": shown.top_share,
        **{picture: getattr(shown, picture) for picture in pictures},
    }


def _today() -> dt.date:
    return utc_now().astimezone(TIME_ZONE).date()
