"""Whatever people, listings and the clock do to suggestions, in whatever order: what was told is
told once and stays, and a state is only reached from where it may be."""

import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.matcher.actions.deciding import approve, reject, snooze
from services.matcher.actions.grace import send_now, undo
from services.matcher.actions.matching import Matching
from services.matcher.actions.upkeep import follow_the_clock
from services.matcher.domain.errors import MatcherError
from services.matcher.messaging.handlers import handlers
from services.matcher.storage.database import SCHEMA, Database
from shared.access.principal import Principal
from shared.events.listings import CLOSED, PUBLISHED, ListingData
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere, within
from tests.connected.matcher_harness import HEAT_NEED, HEAT_OFFER, a_profile_of
from tests.fakes.bag_of_words import BagOfWords
from tests.servers import RunningServers, fresh_database

#: `EXAMPLES=1000 ./koblingsboks test tests/connected/test_suggestion_states.py` for a long run.
EXAMPLES = int(os.environ.get("EXAMPLES", "25"))
numbers = count()
ADMIN = Principal(role="admin", regions=(), partner_id=None, name="", actor="system")
SUGGESTIONS = """
    SELECT id, seeker_item_id, provider_item_id, status, version FROM suggestions WHERE region = $1
"""
TOLD = """
    SELECT subject, type FROM outbox
     WHERE region = $1 AND type IN ('suggestion.approved.v1', 'suggestion.rejected.v1') ORDER BY seq
"""
WAIT_NO_LONGER = """
    UPDATE suggestions SET snoozed_until = now() WHERE snoozed_until IS NOT NULL;
    UPDATE suggestions SET leaves_at = now() WHERE leaves_at IS NOT NULL
"""
NEXT = {
    "proposed": {"approved", "rejected", "snoozed", "withdrawn"},
    "snoozed": {"proposed", "approved", "rejected", "withdrawn"},
    "approved": {"proposed", "withdrawn"},
    "rejected": {"proposed", "withdrawn"},
    "withdrawn": {"proposed"},
}
FINAL = {"suggestion.approved.v1": "approved", "suggestion.rejected.v1": "rejected"}


@dataclass
class Listing:
    partner: UUID
    kind: str
    text: str
    id: UUID
    version: int = 1


class Machine(RuleBasedStateMachine):
    """A need and two offers that both fit it. Several steps may share a look: see `seen`."""

    portal: BlockingPortal
    pool: ConnectionPool

    @initialize()
    def begin(self) -> None:
        self.region = f"region-{next(numbers)}"
        self.database = Database(self.pool)
        matching = Matching(self.database, BagOfWords(), threshold=0.1, most_per_need=5)
        self.handlers = handlers(self.database, matching)
        self.listings = [Listing(uuid4(), "need", HEAT_NEED, uuid4())]
        self.listings += [Listing(uuid4(), "offer", HEAT_OFFER, uuid4()) for _ in range(2)]
        self.seen: dict[UUID, list[tuple[str, int]]] = {}
        for listing in self.listings:
            self.tell(a_profile_of(listing.partner, region=self.region))
            self.publish(listing)
        assert len(self.rows(SUGGESTIONS)) == 2

    @rule(which=st.integers(0, 1), grace=st.sampled_from([None, timedelta(hours=1)]))
    def approve(self, which: int, grace: timedelta | None) -> None:
        self.decide(lambda one: approve(self.database, one, by=ADMIN, grace=grace), which)

    @rule(which=st.integers(0, 1), grace=st.sampled_from([None, timedelta(hours=1)]))
    def reject(self, which: int, grace: timedelta | None) -> None:
        self.decide(
            lambda one: reject(
                self.database, one, by=ADMIN, reason="wrong_direction", note="", grace=grace
            ),
            which,
        )

    @rule(which=st.integers(0, 1))
    def snooze(self, which: int) -> None:
        until = datetime.now(UTC) + timedelta(days=1)
        self.decide(lambda one: snooze(self.database, one, by=ADMIN, until=until), which)

    @rule(which=st.integers(0, 1))
    def undo(self, which: int) -> None:
        self.decide(lambda one: undo(self.database, one, by=ADMIN), which)

    @rule(which=st.integers(0, 1))
    def send_now(self, which: int) -> None:
        self.decide(lambda one: send_now(self.database, one, by=ADMIN), which)

    @rule()
    def time_passes(self) -> None:
        async def pass_by() -> None:
            async with self.pool.transaction() as connection:
                await connection.execute(WAIT_NO_LONGER)
            await follow_the_clock(self.database)

        self.run(pass_by)

    @rule(which=st.integers(0, 2))
    def close(self, which: int) -> None:
        listing = self.listings[which]
        listing.version += 1
        self.tell(self.event(listing, CLOSED[listing.kind]))

    @rule(which=st.integers(0, 2))
    def publish_again(self, which: int) -> None:
        self.listings[which].version += 1
        self.publish(self.listings[which])

    @invariant()
    def states_follow_one_another(self) -> None:
        if not hasattr(self, "seen"):
            return
        rows = self.rows(SUGGESTIONS)
        assert len({(row["seeker_item_id"], row["provider_item_id"]) for row in rows}) == len(rows)
        for row in rows:
            history = self.seen.setdefault(row["id"], [])
            if not history or history[-1] != (row["status"], row["version"]):
                history.append((row["status"], row["version"]))
        for history in self.seen.values():
            for (before, old), (after, new) in pairwise(history):
                assert new > old, history
                assert before == after or after in NEXT[before], history

    @invariant()
    def what_was_told_is_told_once_and_stays(self) -> None:
        if not hasattr(self, "seen"):
            return
        told = [(row["subject"], row["type"]) for row in self.rows(TOLD)]
        assert len({subject for subject, _ in told}) == len(told), told
        status = {row["id"]: row["status"] for row in self.rows(SUGGESTIONS)}
        assert all(status[subject] == FINAL[type_] for subject, type_ in told), (told, status)

    def decide(self, how: Callable[[UUID], Coroutine[Any, Any, Any]], which: int) -> None:
        """On one of the two; a refusal is as good as a success."""
        chosen = sorted(row["id"] for row in self.rows(SUGGESTIONS))[which]

        async def tried() -> None:
            with suppress(MatcherError):
                await how(chosen)

        self.run(tried)

    def publish(self, listing: Listing) -> None:
        self.tell(self.event(listing, PUBLISHED[listing.kind]))

    def event(self, listing: Listing, type_: Any) -> Any:
        data = ListingData(
            partner_id=listing.partner,
            kind=listing.kind,
            title="Varme",
            text=listing.text,
            language="nb",
        )
        return type_(subject=listing.id, region=self.region, version=listing.version, data=data)

    def tell(self, event: Any) -> None:
        async def told() -> None:
            with within(event.region):
                await self.handlers[type(event)](event)

        self.run(told)

    def rows(self, query: str) -> list[Any]:
        async def fetch() -> list[Any]:
            async with self.pool.connection() as connection:
                return await connection.fetch(query, self.region)

        found: list[Any] = self.run(fetch)
        return found

    def run(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        async def seeing_everything() -> Any:
            with everywhere():
                return await work()

        return self.portal.call(seeing_everything)


@pytest.fixture
def pool(servers: RunningServers) -> Iterator[tuple[BlockingPortal, ConnectionPool]]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(fresh_database(servers)) as name,
    ):
        url = servers.database_url("matcher", database=name)
        pool = ConnectionPool(url, schema=SCHEMA, size=2)
        portal.call(pool.open)
        portal.call(Database(pool).migrate)
        yield portal, pool
        portal.call(pool.close)


def test_suggestions_in_any_order_of_events(pool: tuple[BlockingPortal, ConnectionPool]):
    machine = type("Here", (Machine,), dict(zip(("portal", "pool"), pool, strict=True))).TestCase
    machine.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    machine("runTest").runTest()
