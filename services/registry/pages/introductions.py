"""`/introductions`: whom we have been introduced to. Each has its page with the letters."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from services.registry.pages.bench import bench_of
from services.registry.pages.portal import Portal, Visit


def introduction_routes(portal: Portal) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type

    @router.get("/introductions")
    async def list_ours(request: Request, visit: Visiting) -> Response:
        bench = await bench_of(portal.database, visit)
        return portal.page(
            request, visit, "introductions.html", current="/introductions", bench=bench
        )

    return router
