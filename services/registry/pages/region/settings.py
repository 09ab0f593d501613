"""`/region/settings`: how a region presents itself and how it works."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.registry.actions.regions import change_region
from services.registry.domain.errors import RegionChangedMeanwhile
from services.registry.domain.regions import Region, RegionSettings
from services.registry.pages.forms import typed_in
from services.registry.pages.region.desk import SETTINGS, Chosen, RegionDesk
from services.registry.pages.region.settings_form import (
    CODES,
    read_settings,
    typed_from,
    version_in,
)
from shared.access.principal import Principal
from shared.locale import words
from shared.web.language import language_of

Wanted = Annotated[str, Query(alias="region", max_length=60)]


def settings_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix=SETTINGS, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(
        request: Request, principal: Coordinator, wanted: Wanted = "", saved: bool = False
    ) -> Response:
        chosen = await desk.chosen(principal, wanted)
        return await _page(desk, request, principal, chosen, typed_from(chosen.region), saved=saved)

    @router.post("")
    async def save(request: Request, principal: Sender) -> Response:
        typed = await typed_in(request)
        chosen = await desk.chosen(principal, typed.get("region", ""))
        region = chosen.region
        record = _judged(typed, region, request)
        if isinstance(record, dict):
            return await _page(desk, request, principal, chosen, typed, errors=record)
        try:
            await change_region(desk.database, region.slug, record, seen=version_in(typed))
        except RegionChangedMeanwhile:
            typed["version"] = str(region.version)
            return await _page(desk, request, principal, chosen, typed, overtaken=True)
        return RedirectResponse(f"{SETTINGS}?region={region.slug}&saved=true", status_code=303)

    return router


def _judged(
    typed: dict[str, str], region: Region, request: Request
) -> RegionSettings | dict[str, str]:
    """What was meant, or for every field that is wrong what to write there."""
    try:
        return read_settings(typed, region)
    except ValidationError as error:
        word = words(language_of(request))
        # What concerns the whole record is about its languages.
        found = [one["loc"] or ("languages",) for one in error.errors(include_input=False)]
        wrong = {str(place[0]) for place in found}
        return {name: word(code) for name, code in CODES.items() if name in wrong}


async def _page(
    desk: RegionDesk,
    request: Request,
    principal: Principal,
    chosen: Chosen,
    typed: dict[str, str],
    *,
    errors: dict[str, str] | None = None,
    **shown: Any,
) -> Response:
    return await desk.page(
        request,
        principal,
        "region_settings.html",
        chosen=chosen,
        current=SETTINGS,
        status=422 if errors else 409 if shown.get("overtaken") else 200,
        typed={**dict.fromkeys(CODES, ""), **typed},
        errors=errors or {},
        **{"saved": False, "overtaken": False, **shown},
    )
