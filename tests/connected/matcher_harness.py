"""The matcher's actions on a real database, told things directly, and who decides about them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.matcher.actions.matching import Matching
from services.matcher.domain.suggestions import Status, Suggestion
from services.matcher.embedding.encoder import Encoder
from services.matcher.messaging.handlers import handlers
from services.matcher.storage.database import SCHEMA, Database
from shared.access.principal import Principal
from shared.events.base import Event
from shared.events.listings import CLOSED, PUBLISHED, ListingData, ListingEvent, ListingKind
from shared.events.profiles import Capability, ProfileData, ProfilePublished
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere, within
from tests.fakes.bag_of_words import BagOfWords
from tests.servers import FreshServers

INGRID = Principal(
    role="coordinator", regions=("ostfold",), partner_id=None, name="Ingrid", actor="token 1"
)
JONAS = Principal(
    role="coordinator", regions=("ostfold",), partner_id=None, name="Jonas", actor="token 2"
)
ELSEWHERE = Principal(
    role="coordinator", regions=("troms",), partner_id=None, name="Ella", actor="token 3"
)

HEAT_NEED = "Vi ser etter overskuddsvarme til veksthus. Vi bruker propan."
HEAT_OFFER = "Vi har overskuddsvarme fra kjøleanlegget som passer til veksthus."
CAR_NEED = "Vi ønsker elbiler og ladestasjon sammen med flere."


def a_profile_of(partner_id: UUID, **given: Any) -> ProfilePublished:
    envelope = {name: given.pop(name) for name in ("region", "version") if name in given}
    capabilities = tuple(
        Capability(id=uuid4(), text=text) if isinstance(text, str) else text
        for text in given.pop("capabilities", ())
    )
    data: dict[str, Any] = {"name": "Steinvåg Meieri", "kind": "business", **given}
    return ProfilePublished(
        **{"subject": partner_id, "region": "ostfold", "version": 1, **envelope},
        data=ProfileData(**data, capabilities=capabilities),
    )


def a_listing_of(
    partner_id: UUID, kind: ListingKind, text: str, *, closed: bool = False, **given: Any
) -> ListingEvent:
    envelope = {name: given.pop(name) for name in ("subject", "region", "version") if name in given}
    data: dict[str, Any] = {"title": "", "language": "nb", **given}
    event = (CLOSED if closed else PUBLISHED)[kind]
    return event(
        **{"subject": uuid4(), "region": "ostfold", "version": 1, **envelope},
        data=ListingData(partner_id=partner_id, kind=kind, text=text, **data),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    database: Database
    matching: Matching
    pool: ConnectionPool
    partners: dict[str, UUID] = field(default_factory=dict)

    async def tell(self, *events: Event) -> None:
        told = handlers(self.database, self.matching)
        for event in events:
            with within(event.region):
                await told[type(event)](event)

    async def partner(self, name: str, **given: Any) -> UUID:
        partner_id = uuid4()
        await self.tell(a_profile_of(partner_id, name=name, **given))
        return partner_id

    async def publish(
        self, kind: ListingKind, text: str, *, by: UUID | None = None, **given: Any
    ) -> ListingEvent:
        partner_id = by or await self.partner(f"Partner {uuid4().hex[:6]}")
        event = a_listing_of(partner_id, kind, text, **given)
        await self.tell(event)
        return event

    async def close(self, listing: ListingEvent) -> None:
        data = listing.data
        await self.tell(
            a_listing_of(
                data.partner_id,
                data.kind,
                data.text,
                closed=True,
                subject=listing.subject,
                version=listing.version + 1,
            )
        )

    async def suggestions(
        self, status: Status = "proposed", *, regions: Sequence[str] | None = None
    ) -> list[Suggestion]:
        with everywhere():
            async with self.database.transaction() as tx:
                return await tx.suggestions.find(regions=regions, status=status, limit=500)

    async def pairs(self, status: Status = "proposed") -> set[tuple[UUID, UUID]]:
        return {
            (one.seeker.item.id, one.provider.item.id) for one in await self.suggestions(status)
        }

    async def the_suggestion(self, status: Status = "proposed") -> Suggestion:
        (only,) = await self.suggestions(status)
        return only

    async def fetch(self, statement: str, *values: object) -> list[dict[str, Any]]:
        with everywhere():
            async with self.pool.connection() as connection:
                return [dict(row) for row in await connection.fetch(statement, *values)]

    async def events(self, type_: str) -> list[dict[str, Any]]:
        return await self.fetch("SELECT * FROM outbox WHERE type = $1 ORDER BY seq", type_)

    async def a_pair(self) -> Suggestion:
        """A need and an offer that fit, suggested."""
        await self.publish("need", HEAT_NEED, title="Varme til veksthus")
        await self.publish("offer", HEAT_OFFER, title="Overskuddsvarme")
        return await self.the_suggestion()


@asynccontextmanager
async def a_matcher(
    fresh: FreshServers,
    *,
    encoder: Encoder | None = None,
    threshold: float = 0.2,
    most_per_need: int = 5,
) -> AsyncIterator[Matcher]:
    pool = ConnectionPool(fresh.database_url("matcher"), schema=SCHEMA)
    await pool.open()
    try:
        database = Database(pool)
        await database.migrate()
        matching = Matching(
            database,
            encoder or BagOfWords(),
            threshold=threshold,
            most_per_need=most_per_need,
        )
        yield Matcher(database=database, matching=matching, pool=pool)
    finally:
        await pool.close()


YESTERDAY = date(2020, 1, 1)
