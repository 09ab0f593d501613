"""The notifier on real servers, what it is told, and the two partners tests are about."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from faststream.redis import RedisBroker
from httpx import ASGITransport, AsyncClient
from uuid6 import uuid7

from services.notifier.app import create_app
from services.notifier.config import Settings
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from shared.events.base import Event
from shared.events.contacts import ContactData, ContactUpdated, RegionData, RegionUpdated
from shared.events.reading import write_event
from shared.events.suggestions import Evidence, Side, SuggestionApproved, SuggestionData
from tests.asking import connect_everywhere
from tests.fakes.smtp import SmtpPeer
from tests.servers import FreshServers
from tests.waiting import until

URL = "http://notifier.example"
QUICK = {
    "handler_timeout": 5,
    "claim_after": 11,
    "relay_pause": 0.1,
    "reap_pause": 0.2,
    "smtp_timeout": 5,
    "smtp_data_timeout": 5,
    "lease": 30,
    "send_pause": 0.1,
    "recover_pause": 0.1,
    "retry_first": 0.05,
    "send_grace": 1,
}
LETTERS = "SELECT * FROM letters ORDER BY id"
TOLD = "SELECT body FROM outbox WHERE type LIKE $1 ORDER BY seq"
KNOWN_CONTACTS = "SELECT count(*) FROM contacts"
HANDLED = "SELECT EXISTS (SELECT FROM inbox WHERE event_id = $1)"
DEAD = "SELECT reason FROM dead_letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An organisation with one contact."""

    id: UUID = field(default_factory=uuid4)
    name: str
    contact_id: UUID = field(default_factory=uuid7)
    contact_name: str
    email: str
    language: str

    def contact_event(self, **given: Any) -> ContactUpdated:
        data = {
            "partner_id": self.id,
            "name": self.contact_name,
            "email": self.email,
            "language": self.language,
            **given.pop("data", {}),
        }
        return ContactUpdated(
            **{"subject": self.contact_id, "region": "ostfold", "version": 1, **given},
            data=ContactData(**data),
        )


def dairy(**given: Any) -> Partner:
    """Has heat to spare; reads bokmål."""
    return Partner(
        **{
            "name": "Steinvåg Meieri",
            "contact_name": "Åse Lindvåg",
            "email": "ase@steinvaag-meieri.example",
            "language": "nb",
            **given,
        }
    )


def nursery(**given: Any) -> Partner:
    """Needs heat; reads nynorsk."""
    return Partner(
        **{
            "name": "Lauvdal Gartneri",
            "contact_name": "Tormod Bakkehaug",
            "email": "tormod@lauvdal-gartneri.example",
            "language": "nn",
            **given,
        }
    )


def a_region(**given: Any) -> RegionUpdated:
    data = {
        "slug": "ostfold",
        "name": "Østfold",
        "network_name": "Klimapartnere Østfold",
        "host": "Østfold fylkeskommune",
        "coordinator_name": "Ingrid Solhaug",
        "sender_address": "ingrid@ostfold.example",
        **given.pop("data", {}),
    }
    return RegionUpdated(
        **{"subject": uuid4(), "region": data["slug"], "version": 1, **given},
        data=RegionData(**data),
    )


def an_approval(seeker: Partner, provider: Partner, **given: Any) -> SuggestionApproved:
    need = "Vi ser etter ei varmekjelde på 30–45 grader."
    offer = "Vi har 38 grader varmt vann til overs hele året."
    data = SuggestionData(
        kind="supply",
        score=0.82,
        seeker=_side(seeker, kind="need", title="Varme til veksthus", text=need),
        provider=_side(provider, kind="offer", title="Overskuddsvarme", text=offer),
        evidence=(Evidence(seeker=need, provider=offer),),
        distance_km=2.1,
        note="Begge kan våren 2027.",
    )
    return SuggestionApproved(
        **{"subject": uuid7(), "region": "ostfold", "version": 2, **given}, data=data
    )


def _side(partner: Partner, **given: Any) -> Side:
    return Side(
        partner_id=partner.id,
        partner_name=partner.name,
        item_id=uuid4(),
        language=partner.language,
        place="Fredrikstad",
        **given,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    app: Any
    settings: Settings
    database: asyncpg.Connection  #: as the notifier's own role
    registry: asyncpg.Connection  #: as the registry's role, which alone gives out tokens
    broker: RedisBroker
    stranger: AsyncClient
    stack: AsyncExitStack

    async def tell(self, *events: Event) -> None:
        """Put events on their streams, and wait until they have been acted on."""
        for event in events:
            await self.broker.publish(write_event(event), stream=event.stream)
        for event in events:
            await until(lambda wanted=event.id: self.database.fetchval(HANDLED, wanted))

    async def tell_unseen(self, event: Event) -> None:
        await self.broker.publish(write_event(event), stream=event.stream)

    async def letters(self) -> dict[UUID, dict[str, Any]]:
        """By partner."""
        return {row["partner_id"]: dict(row) for row in await self.database.fetch(LETTERS)}

    async def letter(self, partner: Partner) -> dict[str, Any]:
        return (await self.letters())[partner.id]

    async def letter_in(self, state: str, partner: Partner) -> dict[str, Any]:
        """The letter to `partner` once it is in `state`."""
        return await until(lambda: self.letter(partner), lambda found: found["state"] == state)

    async def told(self, type_: str = "%") -> list[dict[str, Any]]:
        return [json.loads(row["body"]) for row in await self.database.fetch(TOLD, type_)]

    async def dead_letters(self) -> list[str]:
        return [row["reason"] for row in await self.database.fetch(DEAD)]

    async def client(self, grant: Grant) -> AsyncClient:
        client = self.new_client(authorization=await self.bearer(grant))
        return await self.stack.enter_async_context(client)

    async def bearer(self, grant: Grant) -> str:
        return f"Bearer {await Credentials(self.registry).create_token(grant)}"

    def new_client(self, *, ip: str = "127.0.0.1", **headers: str) -> AsyncClient:
        transport = ASGITransport(self.app, client=(ip, 4711))
        return AsyncClient(transport=transport, base_url=URL, headers=headers)


@asynccontextmanager
async def running_notifier(
    servers: FreshServers, peer: SmtpPeer, **given: Any
) -> AsyncIterator[Notifier]:
    settings = Settings(
        **{
            "database_url": servers.database_url("notifier"),
            "broker_url": servers.broker_url("notifier"),
            "secret_key": "n" * 32,
            "public_url": URL,
            "smtp_host": "127.0.0.1",
            "smtp_port": peer.port,
            "smtp_security": "none",
            "fallback_sender": "post@koblingsboks.example",
            **QUICK,
            **given,
        },
        _env_file=None,
    )
    app = create_app(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        database = await connect_everywhere(servers.database_url("notifier"))
        stack.push_async_callback(database.close)
        registry = await connect_everywhere(servers.database_url("registry"))
        stack.push_async_callback(registry.close)
        broker = await stack.enter_async_context(RedisBroker(servers.admin_broker_url))
        stranger = AsyncClient(transport=ASGITransport(app), base_url=URL)
        yield Notifier(
            app=app,
            settings=settings,
            database=database,
            registry=registry,
            broker=broker,
            stranger=await stack.enter_async_context(stranger),
            stack=stack,
        )


def body_text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(message: EmailMessage, page: str) -> str:
    """The path of the first link to `/mail/PAGE/…` in the letter."""
    text = body_text(message)
    found = next(word for word in text.split() if f"/mail/{page}/" in word)
    return found.removeprefix(URL)
