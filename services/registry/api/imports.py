"""`/api/imports`"""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from services.registry.actions.import_batch import ImportRefused, Refusal, import_batch
from services.registry.api.reach import check_region
from services.registry.domain.imports import ImportRecord
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal

PATH = "/api/imports"
LARGEST_BODY_BYTES = 30_000_000


class ImportAnswer(BaseModel):
    partners: int
    listings: int
    unknown_places: list[str]  #: accepted without a location


def import_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(tags=["imports"])
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.post(PATH, status_code=201)
    async def import_(batch: ImportRecord, principal: Coordinator) -> ImportAnswer:
        """Import partners and listings: all of them, or none and a list of what to mend."""
        for region in sorted({record.region for record in batch.partners}):
            await check_region(database, principal, region)
        try:
            done = await import_batch(database, batch, regions=principal.regions_seen())
        except ImportRefused as refused:
            raise RequestValidationError([_told(one) for one in refused.refusals]) from refused
        locations = [one.location for one in done.partners]
        locations += [one.location for one in done.listings]
        unknown = {location.place for location in locations if not location.is_known}
        return ImportAnswer(
            partners=len(done.partners),
            listings=len(done.listings),
            unknown_places=sorted(unknown - {""}),
        )

    return router


def _told(refusal: Refusal) -> dict[str, object]:
    parts = (refusal.rows, refusal.place, refusal.field)
    return {
        "type": "value_error",
        "loc": ("body", *(part for part in parts if part != "")),
        "msg": refusal.reason,
    }
