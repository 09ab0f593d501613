"""All pages of a region."""

from fastapi import APIRouter

from services.registry.pages.region.applications import application_routes
from services.registry.pages.region.desk import RegionDesk
from services.registry.pages.region.imports import import_page_routes
from services.registry.pages.region.partner_changes import partner_change_routes
from services.registry.pages.region.partner_list import partner_list_routes
from services.registry.pages.region.partner_page import partner_page_routes
from services.registry.pages.region.settings import settings_routes
from services.registry.pages.region.start import start_routes


def region_page_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter()
    router.include_router(application_routes(desk))
    router.include_router(partner_list_routes(desk))
    router.include_router(partner_change_routes(desk))
    router.include_router(partner_page_routes(desk))
    router.include_router(import_page_routes(desk))
    router.include_router(start_routes(desk))
    router.include_router(settings_routes(desk))
    return router
