"""`/api/regions/{slug}/coordinators` and `/api/admins`"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict

from services.registry.actions.people import (
    add_admin,
    add_coordinator,
    remove_admin,
    remove_coordinator,
)
from services.registry.api.answers import Page
from services.registry.domain.people import PersonRecord
from services.registry.domain.records import LONGEST_SLUG, Language
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal

Slug = Annotated[str, Path(max_length=LONGEST_SLUG)]


class PersonAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    email: str
    language: Language


def people_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter()
    router.include_router(_coordinator_routes(database, gate))
    router.include_router(_admin_routes(database, gate))
    return router


def _coordinator_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/regions/{slug}/coordinators", tags=["people"])
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("")
    async def list_coordinators(slug: Slug, principal: Coordinator) -> Page[PersonAnswer]:
        """Who decides for the region."""
        principal.check_region(slug)
        async with database.transaction() as tx:
            await tx.regions.get(slug)
            people = await tx.people.coordinators(slug)
        return Page(items=[PersonAnswer.model_validate(person) for person in people])

    @router.post("", status_code=201)
    async def add(slug: Slug, record: PersonRecord, principal: Coordinator) -> PersonAnswer:
        """Let one more person decide for the region. They sign in by their e-mail address.

        Somebody who coordinates another region already keeps name and language.
        """
        principal.check_region(slug)
        return PersonAnswer.model_validate(await add_coordinator(database, slug, record))

    @router.delete("/{person_id}", status_code=204)
    async def remove(slug: Slug, person_id: UUID, principal: Coordinator) -> None:
        """Take the region from the person; their sessions lose it at once."""
        principal.check_region(slug)
        await remove_coordinator(database, slug, person_id)

    return router


def _admin_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/admins", tags=["people"], dependencies=[Depends(gate.admin)])

    @router.get("")
    async def list_admins() -> Page[PersonAnswer]:
        """Who manages all regions. Only for admins."""
        async with database.transaction() as tx:
            people = await tx.people.admins()
        return Page(items=[PersonAnswer.model_validate(person) for person in people])

    @router.post("", status_code=201)
    async def add(record: PersonRecord) -> PersonAnswer:
        """Let one more person manage everything. Only for admins."""
        return PersonAnswer.model_validate(await add_admin(database, record))

    @router.delete("/{person_id}", status_code=204)
    async def remove(person_id: UUID) -> None:
        """Take it from the person again. Only for admins; the last one stays."""
        await remove_admin(database, person_id)

    return router
