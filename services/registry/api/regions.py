"""`/api/regions`"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from services.registry.actions.regions import add_region, change_region
from services.registry.api.answers import Page, RegionAnswer
from services.registry.domain.regions import RegionRecord, RegionSettings
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal

SlugInPath = Annotated[str, Path(max_length=60)]


def region_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/regions", tags=["regions"])
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type
    admin_only = [Depends(gate.admin)]

    @router.post("", status_code=201, dependencies=admin_only)
    async def add(record: RegionRecord, response: Response) -> RegionAnswer:
        """Add a region beside the fifteen counties. Only for admins."""
        region = await add_region(database, record)
        response.headers["location"] = f"/api/regions/{region.slug}"
        return RegionAnswer.model_validate(region)

    @router.get("")
    async def list_regions(_: SignedIn) -> Page[RegionAnswer]:
        """All regions."""
        async with database.transaction() as tx:
            regions = await tx.regions.all()
        return Page(items=[RegionAnswer.model_validate(region) for region in regions])

    @router.get("/{slug}")
    async def show(slug: SlugInPath, _: SignedIn) -> RegionAnswer:
        """One region by its short name."""
        async with database.transaction() as tx:
            return RegionAnswer.model_validate(await tx.regions.get(slug))

    @router.put("/{slug}", dependencies=admin_only)
    async def change(slug: SlugInPath, settings: RegionSettings) -> RegionAnswer:
        """Change how a region presents itself in letters. Only for admins."""
        return RegionAnswer.model_validate(await change_region(database, slug, settings))

    return router
