"""`/api/tokens`"""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.registry.actions.tokens import make_token, revoke_token
from services.registry.api.answers import Page
from services.registry.domain.records import Record
from services.registry.domain.regions import Slug
from services.registry.domain.texts import ShortLine
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.grant import Grant
from shared.access.principal import Principal, Role

PATH = "/api/tokens"
USUAL_DAYS = 90
MOST_DAYS = 366
MOST_REGIONS = 50

#: Role, whether regions are named, whether a partner is: what makes sense together.
FITTING = {("admin", False, False), ("coordinator", True, False), ("partner", False, True)}


class TokenRecord(Record):
    role: Literal["admin", "coordinator", "partner"]
    regions: tuple[Slug, ...] = Field(default=(), max_length=MOST_REGIONS)
    partner_id: UUID | None = None
    label: ShortLine = ""
    days: int = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS, description="How long it lasts.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.role, bool(self.regions), bool(self.partner_id)) not in FITTING:
            raise ValueError(
                "Give a coordinator's token regions, a partner's token its partner_id, "
                "and an admin's token neither."
            )
        return self

    @property
    def grant(self) -> Grant:
        regions = tuple(dict.fromkeys(self.regions))
        return Grant(role=self.role, regions=regions, partner_id=self.partner_id, name=self.label)


class TokenAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    role: Role
    regions: list[str]
    partner_id: UUID | None
    label: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewTokenAnswer(TokenAnswer):
    token: str | None  #: told this one time only: a repeat of the request gets null


def token_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["tokens"])
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.post("", status_code=201)
    async def make(record: TokenRecord, principal: Coordinator) -> NewTokenAnswer:
        """Make an API token for no more than you may do yourself. It ends with the one that
        made it."""
        secret, token = await make_token(
            database, record.grant, by=principal, lifetime=timedelta(days=record.days)
        )
        shown = TokenAnswer.model_validate(token)
        return NewTokenAnswer(**shown.model_dump(), token=secret)

    @router.get("")
    async def list_tokens(principal: Coordinator) -> Page[TokenAnswer]:
        """Tokens for your regions, newest first, expired and revoked ones too."""
        async with database.transaction() as tx:
            found = await tx.credentials.tokens(regions=principal.regions_seen())
        return Page(items=[TokenAnswer.model_validate(token) for token in found])

    @router.delete("/{token_id}", status_code=204)
    async def revoke(token_id: UUID, principal: Coordinator) -> None:
        """Revoke the token and those that were made with it. It stays in the list."""
        await revoke_token(database, token_id, by=principal)

    return router
