"""All pages of the partner portal but the home page."""

from fastapi import APIRouter

from services.registry.pages.colleagues import colleague_routes
from services.registry.pages.directory import directory_routes
from services.registry.pages.editing import editing_routes
from services.registry.pages.listings import listing_page_routes
from services.registry.pages.me import me_routes
from services.registry.pages.portal import Portal
from services.registry.pages.profile import profile_routes
from services.registry.pages.writing import writing_routes


def portal_routes(portal: Portal) -> APIRouter:
    router = APIRouter()
    # Before the pages of one listing: "new" and "drafts" are no ids.
    router.include_router(writing_routes(portal))
    router.include_router(listing_page_routes(portal))
    router.include_router(editing_routes(portal))
    router.include_router(directory_routes(portal))
    router.include_router(profile_routes(portal))
    router.include_router(colleague_routes(portal))
    router.include_router(me_routes(portal))
    return router
