"""Østfold and Troms with the same things in all three services, told by hand, without a broker."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from services.matcher.actions.deciding import approve
from services.matcher.actions.matching import Matching
from services.matcher.messaging.handlers import handlers as matcher_handlers
from services.matcher.storage.database import Database as MatcherDatabase
from services.notifier.actions.sign_in import SignInWriter
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.links import Links
from services.notifier.messaging.handlers import event_handlers
from services.notifier.storage.database import Database as NotifierDatabase
from services.registry.actions.listings import publish_listing
from services.registry.actions.partners import register_partner
from services.registry.actions.people import add_coordinator
from services.registry.actions.regions import ensure_counties
from services.registry.domain.people import PersonRecord
from services.registry.domain.records import ListingRecord, PartnerRecord
from services.registry.messaging.handlers import handlers as registry_handlers
from services.registry.storage.database import Database as RegistryDatabase
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from shared.access.principal import Principal
from shared.access.sessions import Sessions
from shared.events.reading import read_event
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.delivery import Handlers
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere, within
from tests.asking import all_rows
from tests.connected.matcher_harness import HEAT_NEED, HEAT_OFFER
from tests.fakes.bag_of_words import BagOfWords
from tests.servers import FreshServers

URL = "https://koblingsboks.example"
HERE, THERE = "ostfold", "troms"
ADMIN = Principal(role="admin", regions=(), partner_id=None, name="", actor="token 1")
OUTBOX = "SELECT body FROM outbox ORDER BY seq"
SUGGESTIONS = "SELECT id FROM suggestions"


@dataclass(frozen=True, slots=True)
class TwoRegions:
    pools: dict[str, ConnectionPool]
    handlers: dict[str, Handlers]

    @property
    def registry(self) -> RegistryDatabase:
        return RegistryDatabase(self.pools["registry"])

    async def fetch(self, service: str, query: str) -> list[Any]:
        async with all_rows(self.pools[service]) as connection:
            return await connection.fetch(query)

    async def pass_on(self, writer: str) -> None:
        """Everything that one service has told, to the others."""
        for row in await self.fetch(writer, OUTBOX):
            event = read_event(row["body"].encode())
            for service, known in self.handlers.items():
                if service != writer and (handler := known.get(type(event))):
                    with within(*filter(None, [event.region])):
                        await handler(event)


@asynccontextmanager
async def two_regions(fresh: FreshServers) -> AsyncIterator[TwoRegions]:
    async with AsyncExitStack() as stack:
        pools = {}
        for service in fresh.database_urls:
            pools[service] = ConnectionPool(fresh.database_url(service), schema=service)
            await pools[service].open()
            stack.push_async_callback(pools[service].close)
        there = TwoRegions(pools, await _handlers(pools))
        with everywhere():
            await _fill(there)
        yield there


async def _handlers(pools: dict[str, ConnectionPool]) -> dict[str, Handlers]:
    registry = RegistryDatabase(pools["registry"])
    matcher = MatcherDatabase(pools["matcher"])
    notifier = NotifierDatabase(pools["notifier"])
    for database in (registry, matcher, notifier):
        await database.migrate()
    sender, domain = "post@koblingsboks.example", "koblingsboks.example"
    links = Links(public_url=URL, secret_key="k" * 32, lifetime=3600)
    writer = LetterWriter(links=links, fallback_sender=sender, mail_domain=domain)
    sign_ins = SignInWriter(public_url=URL, sender=sender, mail_domain=domain)
    matching = Matching(matcher, BagOfWords(), threshold=0.1, most_per_need=5)
    return {
        "registry": registry_handlers(registry),
        "matcher": matcher_handlers(matcher, matching),
        "notifier": event_handlers(notifier, writer, sign_ins),
    }


async def _fill(there: TwoRegions) -> None:
    await ensure_counties(there.registry, mail_domain="koblingsboks.example")
    for region in (HERE, THERE):
        person = {"name": "Ingrid", "email": f"ingrid@{region}.example"}
        await add_coordinator(there.registry, region, PersonRecord.model_validate(person))
        await _register(there, region, "need", HEAT_NEED)
        await _register(there, region, "offer", HEAT_OFFER)
        await _enter(there, region)
    await there.pass_on("registry")
    for row in await there.fetch("matcher", SUGGESTIONS):
        await approve(MatcherDatabase(there.pools["matcher"]), row["id"], by=ADMIN)
    await there.pass_on("matcher")


async def _register(there: TwoRegions, region: str, kind: str, text: str) -> None:
    partner = await register_partner(
        there.registry,
        PartnerRecord.model_validate(
            {
                "name": f"{kind} {region}",
                "kind": "business",
                "region": region,
                "place": "",
                "capabilities": [f"kan {kind}"],
                "contacts": [{"name": "Kari", "email": f"{kind}@{region}.example"}],
                "language": "nb",
            }
        ),
    )
    listing = {"kind": kind, "title": "Varme", "text": text, "language": "nb"}
    await publish_listing(there.registry, partner.id, ListingRecord.model_validate(listing))


async def _enter(there: TwoRegions, region: str) -> None:
    grant = Grant(role="coordinator", regions=(region,))
    async with all_rows(there.pools["registry"]) as connection:
        await Credentials(connection).create_token(grant)
        await Sessions(connection).open(grant)
    event = read_event((await there.fetch("registry", OUTBOX))[-1]["body"].encode())
    for pool in there.pools.values():
        async with all_rows(pool) as connection:
            await DeadLetters(connection).keep(
                stream="listings", body=region.encode(), reason="no", attempts=1, event=event
            )
