"""`/region/start`: what somebody does first who has just begun."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from services.registry.pages.region.desk import PREFIX, RegionDesk
from shared.access.principal import Principal

START = f"{PREFIX}/start"

Wanted = Annotated[str, Query(alias="region", max_length=60)]


def start_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type

    @router.get(START)
    async def show(request: Request, principal: Coordinator, wanted: Wanted = "") -> Response:
        own = principal.regions[0] if principal.regions else ""
        chosen = await desk.chosen(principal, wanted or own)
        regions = [chosen.region.slug]
        async with desk.database.transaction() as tx:
            partners = await tx.partners.find(regions=regions)
            listings = await tx.listings.find(regions=regions)
        return await desk.page(
            request,
            principal,
            "region_start.html",
            chosen=chosen,
            partners=len(partners),
            listings=len(listings),
        )

    return router
