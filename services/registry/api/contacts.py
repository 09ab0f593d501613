"""`/api/contacts`"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.registry.actions.partners import erase_contact
from services.registry.api.reach import reached_contact
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal


def contact_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/contacts", tags=["partners"])
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type

    @router.delete("/{contact_id}", status_code=204)
    async def erase(contact_id: UUID, principal: SignedIn) -> None:
        """Erase one person of a partner, here and in all services, and sign them out."""
        await reached_contact(database, principal, contact_id)
        await erase_contact(database, contact_id)

    return router
