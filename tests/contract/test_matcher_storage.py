"""What the matcher's storage promises, on a real PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import asyncpg
import numpy as np
import pytest
import pytest_asyncio

from services.matcher.domain.items import Item
from services.matcher.domain.suggestions import Proposal
from services.matcher.domain.texts import texts_of
from services.matcher.storage.database import Database
from shared.storage.scope import within
from tests.connected.matcher_harness import HEAT_NEED, HEAT_OFFER, Matcher, a_matcher
from tests.servers import FreshServers


@pytest.fixture(autouse=True)
def serving_everybody() -> Iterator[None]:
    """Vectors belong to the one region that is served when they are made."""
    with within("ostfold"):
        yield


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[Matcher]:
    async with a_matcher(fresh) as made:
        yield made


@pytest.fixture
def database(matcher: Matcher) -> Database:
    return matcher.database


def an_item(**given: object) -> Item:
    return Item(
        **{  # type: ignore[arg-type]
            "id": uuid4(),
            "partner_id": uuid4(),
            "region": "ostfold",
            "kind": "need",
            "text": HEAT_NEED,
            "language": "nb",
            "version": 1,
            **given,
        }
    )


async def kept(database: Database, **given: object) -> Item:
    item = an_item(**given)
    async with database.transaction() as tx:
        await tx.items.keep(item)
    return item


async def test_an_item_comes_back_as_it_was_kept(database: Database):
    item = await kept(database, latitude=59.1, longitude=11.3, title="Varme", place="Halden")

    async with database.transaction() as tx:
        assert await tx.items.get(item.id) == item


@pytest.mark.parametrize(("version", "is_kept"), [(1, False), (2, False), (3, True)])
async def test_only_a_newer_version_replaces_an_item(
    database: Database, version: int, is_kept: bool
):
    item = await kept(database, version=2)

    async with database.transaction() as tx:
        newer = an_item(id=item.id, partner_id=item.partner_id, version=version)
        assert await tx.items.keep(newer) is is_kept


async def test_an_item_never_changes_hands(database: Database):
    item = await kept(database)

    async with database.transaction() as tx:
        assert not await tx.items.keep(an_item(id=item.id, version=2))


async def test_a_vector_comes_back_and_only_for_its_own_model_role_and_partner(
    database: Database,
):
    partner_id, vector = uuid4(), np.array([0.5, -0.25, 1.0], np.float32)
    mine = {"role": "query", "model": "one", "partner_id": partner_id}

    async with database.transaction() as tx:
        await tx.vectors.keep({b"a" * 32: vector}, **mine)  # type: ignore[arg-type]
        found = await tx.vectors.find([b"a" * 32], **mine)  # type: ignore[arg-type]
        others = [
            await tx.vectors.find([b"a" * 32], **{**mine, **other})  # type: ignore[arg-type]
            for other in ({"role": "passage"}, {"model": "two"}, {"partner_id": uuid4()})
        ]

    np.testing.assert_array_equal(found[b"a" * 32], vector)
    assert others == [{}, {}, {}]


async def test_nothing_is_kept_of_a_partner_that_is_erased(database: Database):
    partner_id = uuid4()

    async with database.transaction() as tx:
        await tx.partners.erase(partner_id)
        key = {"role": "query", "model": "one", "partner_id": partner_id}
        await tx.vectors.keep({b"a" * 32: np.ones(3, np.float32)}, **key)  # type: ignore[arg-type]

        assert await tx.vectors.find([b"a" * 32], **key) == {}  # type: ignore[arg-type]


async def test_unused_vectors_are_forgotten_after_a_while(database: Database, matcher: Matcher):
    item = await kept(database)
    said, *_ = texts_of(item, description="")
    key = {"role": "query", "model": "one", "partner_id": item.partner_id}
    async with database.transaction() as tx:
        await tx.items.set_texts(item.id, [said])
        both = {said.text_hash: np.ones(3, np.float32), b"a" * 32: np.ones(3, np.float32)}
        await tx.vectors.keep(both, **key)  # type: ignore[arg-type]
    await matcher.fetch("UPDATE vectors SET made_at = now() - interval '31 days'")

    async with database.transaction() as tx:
        await tx.vectors.forget_unused(after_days=30)

        assert set(await tx.vectors.find(both, **key)) == {said.text_hash}  # type: ignore[arg-type]


async def test_of_one_pair_there_is_one_suggestion(database: Database):
    proposal = a_proposal(await kept(database), await kept(database, kind="offer"))

    async with database.transaction() as tx:
        first = await tx.suggestions.propose(proposal)
        second = await tx.suggestions.propose(proposal)

    assert first == second


@pytest.mark.parametrize(
    "change",
    [
        "status = 'approved'",
        "status = 'rejected', decided_at = now(), decided_by = 'x'",
        "status = 'snoozed'",
        "status = 'odd'",
        "reason = 'other'",
        "score = 1.5",
        "score = NULL",
        "distance_km = -1",
        "provider_item_id = seeker_item_id",
        "provider_partner_id = seeker_partner_id",
        "note = repeat('x', 2001)",
    ],
)
async def test_a_suggestion_that_makes_no_sense_is_not_kept(
    database: Database, matcher: Matcher, change: str
):
    proposal = a_proposal(await kept(database), await kept(database, kind="offer"))
    async with database.transaction() as tx:
        await tx.suggestions.propose(proposal)

    with pytest.raises(asyncpg.CheckViolationError):
        await matcher.fetch(f"UPDATE suggestions SET {change}")  # noqa: S608 ours


async def test_migrations_may_run_again(database: Database):
    await database.migrate()


@pytest.mark.parametrize(
    "text",
    ["", "& | ! ( ) <-> :*", "'", "https://varme.example/?a=1&b='2'", "og i på", "🌱 " * 3000],
    ids=["empty", "operators", "quote", "address", "only stop words", "long"],
)
async def test_any_text_can_be_searched_with(matcher: Matcher, text: str):
    await matcher.publish("offer", HEAT_OFFER)

    await matcher.publish("need", text)

    assert isinstance(await matcher.suggestions(), list)


def a_proposal(seeker: Item, provider: Item) -> Proposal:
    return Proposal(
        kind="supply", seeker_id=seeker.id, provider_id=provider.id, score=0.5, parts={}
    )
