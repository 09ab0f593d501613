"""What a region says about how it works, and who coordinates it, is told to the others."""

import json

import pytest_asyncio

from services.registry.actions.republish import republish
from services.registry.storage.database import SCHEMA, Database
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from tests.connected.registry_harness import created, running_registry

ASKED = {
    "name": "Østfold",
    "network_name": "Klimapartnere Østfold",
    "host": "Østfold fylkeskommune",
    "sender_address": "klima@ostfold.example",
}
WAYS = {
    "languages": ["nn", "nb"],
    "reply_to": "other",
    "asks_first": True,
    "proposes_time": True,
    "introductions_a_month": 2,
    "open_introductions": 3,
    "reminder_days": [14, 7, 7],
    "pauses_in_july": True,
    "keeps_quiet_hours": True,
    "threshold": 0.4,
    "open_suggestions": 5,
    "bridging": 0.2,
    "crosses_regions": True,
    "nobody_fits_days": 20,
    "nothing_got_months": 3,
    "colour": "accent",
}


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


async def test_a_region_works_as_before_until_somebody_says_otherwise(registry):
    region = (await registry.admin.get("/api/regions/ostfold")).json()

    changed = await registry.admin.put("/api/regions/ostfold", json=ASKED)

    assert (region["asks_first"], region["reminder_days"]) == (False, [7, 21])
    assert {name: changed.json()[name] for name in WAYS} == {name: region[name] for name in WAYS}
    caps = ("introductions_a_month", "open_introductions", "open_suggestions", "threshold")
    assert [region[name] for name in caps] == [None] * 4


async def test_how_a_region_works_is_told_to_letters_and_to_matching(registry):
    changed = await registry.admin.put("/api/regions/ostfold", json={**ASKED, **WAYS})

    assert changed.status_code == 200, changed.text
    letters = (await registry.events("region.updated.v1"))[-1]
    matching = (await registry.events("region.configured.v1"))[-1]
    assert (letters["version"], matching["version"]) == (2, 2)
    told = {**matching["data"], **letters["data"]}
    expected = {**WAYS, "languages": ["nb", "nn"], "reminder_days": [7, 14]}
    assert {name: told.get(name) for name in expected} == expected
    assert "open_suggestions" not in letters["data"]
    assert "reminder_days" not in matching["data"]


async def test_what_a_region_cannot_mean_is_refused_by_its_field(registry):
    wrong = {
        "languages": [],
        "introductions_a_month": 0,
        "reminder_days": [0],
        "threshold": 1.5,
        "bridging": -1,
        "nobody_fits_days": 0,
        "colour": "danger",
    }

    answer = await registry.admin.put("/api/regions/ostfold", json={**ASKED, **wrong})

    assert answer.status_code == 422
    assert {error["field"].partition(".")[0] for error in answer.json()["errors"]} == set(wrong)
    foreign = await registry.admin.put("/api/regions/ostfold", json={**ASKED, "languages": ["nn"]})
    assert foreign.status_code == 422


async def test_every_region_is_told_once_at_the_start(fresh, registry):
    regions = (await registry.admin.get("/api/regions")).json()["items"]
    told = await registry.events("region.configured.v1")
    assert sorted(event["data"]["slug"] for event in told) == [one["slug"] for one in regions]
    # As before there was anything to configure.
    await registry.database.execute("DELETE FROM outbox; UPDATE regions SET told_version = 0")
    async with running_registry(fresh) as again:
        assert len(await again.events("region.configured.v1")) == len(regions)


async def test_coordinators_are_told_and_forgotten(fresh, registry):
    path = "/api/regions/ostfold/coordinators"
    person = {"name": "Ingrid Solhaug", "email": "ingrid@region.example", "language": "nn"}

    added = created(await registry.ostfold.post(path, json=person))
    troms = created(await registry.troms.post("/api/regions/troms/coordinators", json=person))
    await registry.troms.delete(f"/api/regions/troms/coordinators/{added['id']}")
    events = await registry.events("coordinator.updated.v1")
    await registry.ostfold.delete(f"{path}/{added['id']}")
    left = await registry.events("coordinator.updated.v1")

    assert troms["id"] == added["id"]
    assert [event["data"]["regions"] for event in events] == [
        ["ostfold"],
        ["ostfold", "troms"],
        ["ostfold"],
    ]
    assert events[0]["data"] | {"regions": []} == {**person, "regions": []}
    # Nothing of the name waits to be told any more.
    assert [event["data"]["email"] for event in left] == [""]
    assert left[0]["version"] > events[-1]["version"]
    assert await _retold(fresh) == {(added["id"], left[0]["version"]): []}


async def test_coordinators_of_before_are_told_at_the_start(fresh, registry):
    person = {"name": "Ingrid", "email": "ingrid@region.example"}
    created(await registry.ostfold.post("/api/regions/ostfold/coordinators", json=person))
    await registry.database.execute("DELETE FROM outbox; UPDATE people SET told_version = 0")

    async with running_registry(fresh) as again:
        told = await again.events("coordinator.updated.v1")

    assert [event["data"]["regions"] for event in told] == [["ostfold"]]


async def _retold(fresh):
    """Who is told of again, by id and version, with the regions."""
    pool = ConnectionPool(fresh.database_url("registry"), schema=SCHEMA)
    await pool.open()
    with everywhere():
        async with pool.transaction() as connection:
            await connection.execute("DELETE FROM outbox")
        await republish(Database(pool))
        async with pool.connection() as connection:
            rows = await connection.fetch(
                "SELECT subject, body::jsonb #> '{data,regions}' AS regions,"
                " (body::jsonb ->> 'version')::int AS version"
                "  FROM outbox WHERE type = 'coordinator.updated.v1'"
            )
    await pool.close()
    return {(str(row["subject"]), row["version"]): json.loads(row["regions"]) for row in rows}
