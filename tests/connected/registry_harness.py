"""The registry on real servers, and who talks to it."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from httpx import ASGITransport, AsyncClient, Response

from services.registry.app import create_app
from services.registry.config import Settings
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from tests.asking import connect_everywhere
from tests.servers import FreshServers

WRITTEN = (
    "regions",
    "partners",
    "capabilities",
    "contacts",
    "listings",
    "erased_partners",
    "outbox",
    "idempotency_keys",
)
REGIONS = {"region.updated.v1", "region.configured.v1"}
EVENTS = "SELECT body FROM outbox WHERE type LIKE $1 ORDER BY seq"
PARTNER = {
    "name": "Elvemo Biogass AS",
    "kind": "business",
    "orgnr": "974760673",
    "place": "Fredrikstad",
    "region": "ostfold",
    "sector": "biogass",
    "description": "Vi lager biogass av matavfall og husdyrgjødsel.",
    "capabilities": ["Vi kan ta imot matavfall.", "Vi kan levere biogjødsel."],
    "language": "nb",
    "website": "https://elvemo.example",
    "contacts": [{"name": "Kari Moe", "email": "kari@elvemo.example", "language": "nn"}],
}
LISTING = {
    "kind": "need",
    "title": "Avtaker for bioresten",
    "text": "Vi trenger noen som kan bruke 4 000 tonn biorest i året.",
    "language": "nb",
    "place": "Sarpsborg",
    "expires_on": "2099-12-31",
}


def a_partner(**given: Any) -> dict[str, Any]:
    return {**PARTNER, **given}


def a_listing(**given: Any) -> dict[str, Any]:
    return {**LISTING, **given}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The clients of an admin, of coordinators of two regions and of a stranger."""

    admin: AsyncClient
    ostfold: AsyncClient
    troms: AsyncClient
    stranger: AsyncClient
    database: asyncpg.Connection  #: as the registry's own role
    admin_broker_url: str
    new_client: Any

    async def partner_client(self, partner_id: str) -> AsyncClient:
        client: AsyncClient = await self.new_client(Grant(role="partner", partner_id=partner_id))
        return client

    async def added(self, **given: Any) -> dict[str, Any]:
        return created(await self.admin.post("/api/partners", json=a_partner(**given)))

    async def published(self, partner_id: str, **given: Any) -> dict[str, Any]:
        path = f"/api/partners/{partner_id}/listings"
        return created(await self.admin.post(path, json=a_listing(**given)))

    async def events(self, type_: str = "%") -> list[dict[str, Any]]:
        """Told so far, without those of the regions that every database begins with."""
        rows = await self.database.fetch(EVENTS, type_)
        told = [json.loads(row["body"]) for row in rows]
        return [event for event in told if type_ != "%" or event["type"] not in REGIONS]

    async def row_counts(self) -> dict[str, int]:
        return {
            table: await self.database.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
            for table in WRITTEN
        }


def created(answer: Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


@asynccontextmanager
async def running_registry(servers: FreshServers) -> AsyncIterator[Registry]:
    settings = Settings(
        database_url=servers.database_url("registry"),
        broker_url=servers.broker_url("registry"),
        secret_key="x" * 32,
        public_url="http://registry.example",
        expiry_pause=0.1,
        _env_file=None,
    )
    app = create_app(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        database = await connect_everywhere(servers.database_url("registry"))
        stack.push_async_callback(database.close)

        async def new_client(grant: Grant | None) -> AsyncClient:
            headers = {}
            if grant:
                token = await Credentials(database).create_token(grant)
                headers["authorization"] = f"Bearer {token}"
            return await stack.enter_async_context(
                AsyncClient(
                    transport=ASGITransport(app),
                    base_url="http://registry.example",
                    headers=headers,
                )
            )

        yield Registry(
            admin=await new_client(Grant(role="admin")),
            ostfold=await new_client(Grant(role="coordinator", regions=("ostfold",))),
            troms=await new_client(Grant(role="coordinator", regions=("troms",))),
            stranger=await new_client(None),
            database=database,
            admin_broker_url=servers.admin_broker_url,
            new_client=new_client,
        )
