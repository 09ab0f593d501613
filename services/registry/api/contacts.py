"""`/api/contacts`"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from services.registry.actions.partners import erase_contact
from services.registry.api.answers import ContactAnswer
from services.registry.api.reach import reached_contact
from services.registry.domain.errors import ContactUnknown
from services.registry.storage.database import Database
from shared.access.errors import NotAllowed
from shared.access.gate import Gate
from shared.access.principal import Principal


class ContactsPartner(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    region: str


class SessionAnswer(BaseModel):
    """Where the person is signed in now."""

    model_config = ConfigDict(from_attributes=True)

    browser: str
    created_at: datetime
    last_seen_at: datetime


class ContactExport(BaseModel):
    contact: ContactAnswer
    partner: ContactsPartner
    sessions: list[SessionAnswer]
    and_at: str


def contact_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/contacts", tags=["partners"])
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type

    @router.delete("/{contact_id}", status_code=204)
    async def erase(contact_id: UUID, principal: SignedIn) -> None:
        """Erase one person of a partner, here and in all services, and sign them out."""
        await reached_contact(database, principal, contact_id)
        await erase_contact(database, contact_id)

    @router.get("/{contact_id}/export")
    async def export(contact_id: UUID, principal: SignedIn) -> ContactExport:
        """Everything that the registry keeps about one person: for that person, and for those who
        decide for the region. Letters and answers are at `and_at`."""
        partner, contact = await reached_contact(database, principal, contact_id)
        try:
            principal.check_contact(contact.id, partner.id, partner.region)
        except NotAllowed as error:
            raise ContactUnknown from error
        async with database.transaction() as tx:
            sessions = await tx.sessions.of([contact.id])
        return ContactExport(
            contact=ContactAnswer.model_validate(contact),
            partner=ContactsPartner.model_validate(partner),
            sessions=[SessionAnswer.model_validate(one) for one in sessions],
            and_at=f"/api/introductions/contacts/{contact.id}/export",
        )

    return router
