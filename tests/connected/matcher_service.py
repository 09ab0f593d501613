"""The whole matcher on real servers, and the programs and people who talk to it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
from httpx import ASGITransport, AsyncClient, Response

from services.matcher.app import create_app
from services.matcher.config import Settings
from services.matcher.embedding.encoder import Encoder
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from shared.access.sessions import Sessions
from shared.events.base import Event
from shared.storage.pool import ConnectionPool
from tests.asking import connect_everywhere
from tests.connected.messaging_harness import tell, teller
from tests.fakes.bag_of_words import BagOfWords
from tests.servers import FreshServers
from tests.waiting import until

ADDRESS = "http://matcher.example"
COORDINATOR = Grant(role="coordinator", regions=("ostfold",), name="Ingrid Solhaug")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatcherService:
    """Clients of an admin, of coordinators of two regions, of a partner and of a stranger."""

    registry: ConnectionPool  #: what is put in its outbox reaches the matcher by the broker
    database: asyncpg.Connection  #: as the matcher's own role
    registrar: asyncpg.Connection  #: as the registry's role, which signs people in
    admin: AsyncClient
    ostfold: AsyncClient
    troms: AsyncClient
    partner: AsyncClient
    stranger: AsyncClient
    browser: AsyncClient  #: signed in as a coordinator of Østfold

    async def tell(self, *events: Event) -> None:
        await tell(self.registry, *events)

    async def suggested(self, count: int = 1, **query: Any) -> list[dict[str, Any]]:
        """Wait until so many are suggested."""

        async def look() -> list[dict[str, Any]]:
            answer = await self.admin.get("/api/suggestions", params=query)
            items: list[dict[str, Any]] = answer.json()["items"]
            return items

        return await until(look, lambda items: len(items) == count)

    async def item_is_known(self, item_id: UUID) -> None:
        """Wait until the matcher has taken it in."""

        async def look() -> bool:
            query = "SELECT EXISTS (SELECT FROM item_texts WHERE item_id = $1)"
            return bool(await self.database.fetchval(query, item_id))

        await until(look)

    async def events(self, type_: str) -> Sequence[str]:
        rows = await self.database.fetch(
            "SELECT body FROM outbox WHERE type = $1 ORDER BY seq", type_
        )
        return [row["body"] for row in rows]


def csrf_token_in(page: Response) -> str:
    return page.text.partition('name="csrf_token" value="')[2].partition('"')[0]


@asynccontextmanager
async def running_matcher(
    fresh: FreshServers, *, encoder: Encoder | None = None, **given: Any
) -> AsyncIterator[MatcherService]:
    """With words in common for meaning, unless another encoder is given."""
    settings = Settings(
        database_url=fresh.database_url("matcher"),
        broker_url=fresh.broker_url("matcher"),
        secret_key="x" * 32,
        public_url=ADDRESS,
        **{"threshold": 0.2, "clock_pause": 0.1, "embed_pause": 0.1, **given},
    )
    app = create_app(settings, encoder=encoder or BagOfWords())
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        registry = await stack.enter_async_context(teller(fresh))
        database = await connect_everywhere(fresh.database_url("matcher"))
        stack.push_async_callback(database.close)
        registrar = await connect_everywhere(fresh.database_url("registry"))
        stack.push_async_callback(registrar.close)

        async def client(grant: Grant | None, **headers: str) -> AsyncClient:
            if grant:
                token = await Credentials(registrar).create_token(grant)
                headers["authorization"] = f"Bearer {token}"
            transport = ASGITransport(app)
            return await stack.enter_async_context(
                AsyncClient(transport=transport, base_url=ADDRESS, headers=headers)
            )

        browser = await client(None, accept="text/html", **{"accept-language": "nb"})
        browser.cookies.set("session", await Sessions(registrar).open(COORDINATOR))
        yield MatcherService(
            registry=registry,
            database=database,
            registrar=registrar,
            admin=await client(Grant(role="admin", name="Admin")),
            ostfold=await client(COORDINATOR),
            troms=await client(Grant(role="coordinator", regions=("troms",))),
            partner=await client(
                Grant(role="partner", partner_id="00000000-0000-4000-8000-000000000001")  # type: ignore[arg-type]
            ),
            stranger=await client(None),
            browser=browser,
        )
