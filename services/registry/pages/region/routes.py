"""All pages of a region."""

from fastapi import APIRouter

from services.registry.pages.region.desk import RegionDesk
from services.registry.pages.region.settings import settings_routes


def region_page_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter()
    router.include_router(settings_routes(desk))
    return router
