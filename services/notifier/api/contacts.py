"""/api/introductions/contacts: what is kept here about one person, as `/api/contacts` is in the
registry."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.notifier.domain.errors import ContactUnknown
from services.notifier.storage.contact_records import ContactRecord
from services.notifier.storage.database import Database
from shared.access.errors import NotAllowed
from shared.access.gate import Gate
from shared.access.principal import Principal


def contact_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/introductions/contacts", tags=["introductions"])

    @router.get("/{contact_id}/export")
    async def export(
        contact_id: UUID, principal: Annotated[Principal, Depends(gate.signed_in)]
    ) -> ContactRecord:
        """Everything that the letters' service keeps about one person: for that person, and for
        those who decide for the region."""
        async with database.transaction() as tx:
            record = await tx.contact_records.of(contact_id)
        if record is None:
            raise ContactUnknown
        try:
            principal.check_contact(record.id, record.partner_id, record.region)
        except NotAllowed as error:
            raise ContactUnknown from error
        return record

    return router
