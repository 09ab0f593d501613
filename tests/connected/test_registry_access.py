"""Who may see and change what in the registry."""

import json
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.connected.registry_harness import (
    LISTING,
    PARTNER,
    a_partner,
    created,
    running_registry,
)

REGION = {"name": "X", "network_name": "X", "host": "X", "sender_address": "x@x.example"}


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


@pytest_asyncio.fixture
async def partner(registry):
    return await registry.added()


@pytest_asyncio.fixture
async def listing(registry, partner):
    return await registry.published(partner["id"])


def calls(partner_id: str, listing_id: str) -> list[tuple[str, str, dict | None]]:
    return [
        ("GET", f"/api/partners/{partner_id}", None),
        ("PUT", f"/api/partners/{partner_id}", a_partner(name="Overtatt")),
        ("DELETE", f"/api/partners/{partner_id}", None),
        ("GET", f"/api/partners/{partner_id}/listings", None),
        ("POST", f"/api/partners/{partner_id}/listings", LISTING),
        ("GET", f"/api/listings/{listing_id}", None),
        ("PUT", f"/api/listings/{listing_id}", LISTING),
        ("DELETE", f"/api/listings/{listing_id}", None),
    ]


async def test_a_stranger_gets_in_nowhere(registry, partner, listing):
    before = await registry.row_counts()
    more = [
        ("GET", "/api/regions", None),
        ("POST", "/api/regions", {**REGION, "slug": "ny"}),
        ("GET", "/api/partners", None),
        ("POST", "/api/partners", PARTNER),
        ("GET", "/api/listings", None),
    ]

    for method, path, body in calls(partner["id"], listing["id"]) + more:
        answer = await registry.stranger.request(method, path, json=body)
        assert (answer.status_code, path) == (401, path)
    assert await registry.row_counts() == before


async def test_a_coordinator_of_another_region_finds_nothing_there(registry, partner, listing):
    before = await registry.row_counts()

    for method, path, body in calls(partner["id"], listing["id"]):
        theirs = await registry.troms.request(method, path, json=body)
        nobodys = await registry.troms.request(
            method, path.replace(partner["id"], str(uuid4())).replace(listing["id"], str(uuid4())),
            json=body,
        )  # fmt: skip
        assert (theirs.status_code, path) == (404, path)
        assert theirs.json()["detail"] == nobodys.json()["detail"]
    assert await registry.row_counts() == before


async def test_another_partner_finds_nothing_there(registry, partner, listing):
    other = await registry.added(name="Nordvik Fisk", orgnr=None)
    client = await registry.partner_client(other["id"])
    before = await registry.row_counts()

    for method, path, body in calls(partner["id"], listing["id"]):
        answer = await client.request(method, path, json=body)
        assert (answer.status_code, path) == (404, path)
    assert await registry.row_counts() == before


async def test_a_partner_sees_and_changes_itself_alone(registry, partner, listing):
    await registry.published((await registry.added(name="Nordvik Fisk", orgnr=None))["id"])
    client = await registry.partner_client(partner["id"])

    partners = (await client.get("/api/partners")).json()["items"]
    listings = (await client.get("/api/listings")).json()["items"]
    changed = await client.put(f"/api/partners/{partner['id']}", json=a_partner(sector="gass"))
    published = await client.post(f"/api/partners/{partner['id']}/listings", json=LISTING)

    assert [found["id"] for found in partners] == [partner["id"]]
    assert partners[0]["contacts"] == partner["contacts"]
    assert [found["id"] for found in listings] == [listing["id"]]
    assert changed.json()["sector"] == "gass"
    assert published.status_code == 201


async def test_a_coordinator_lists_only_own_regions(registry, partner, listing):
    await registry.published(
        (await registry.added(region="troms", name="Nordvik Fisk"))["id"], kind="offer"
    )

    partners = (await registry.ostfold.get("/api/partners")).json()["items"]
    listings = (await registry.ostfold.get("/api/listings")).json()["items"]
    elsewhere = await registry.ostfold.get("/api/partners", params={"region": "troms"})

    assert [found["id"] for found in partners] == [partner["id"]]
    assert [found["id"] for found in listings] == [listing["id"]]
    assert elsewhere.status_code == 403


@pytest.mark.parametrize("who", ["partner", "troms"])
async def test_only_the_coordinators_of_a_region_register_there(registry, partner, who):
    client = registry.troms
    if who == "partner":
        client = await registry.partner_client(partner["id"])
    before = await registry.row_counts()

    answer = await client.post("/api/partners", json=a_partner(name="Ny", orgnr=None))

    assert answer.status_code == 403
    assert await registry.row_counts() == before


async def test_only_admins_add_and_change_regions(registry, partner):
    for client in (registry.ostfold, await registry.partner_client(partner["id"])):
        added = await client.post("/api/regions", json={**REGION, "slug": "ny"})
        changed = await client.put("/api/regions/ostfold", json=REGION)

        assert (added.status_code, changed.status_code) == (403, 403)


async def test_erasing_a_partner_leaves_no_trace_of_it_but_its_id(registry, partner, listing):
    token = await registry.partner_client(partner["id"])
    keyed = {"idempotency-key": "change"}
    path = f"/api/partners/{partner['id']}"
    await registry.admin.put(path, json=a_partner(description="Kanarifugl"), headers=keyed)

    answer = await registry.ostfold.delete(path)

    assert answer.status_code == 204
    assert (await registry.admin.get(path)).status_code == 404
    assert (await registry.admin.get(f"/api/listings/{listing['id']}")).status_code == 404
    assert (await token.get("/api/partners")).status_code == 401
    told = await registry.events()
    assert [(event["type"], event["subject"], event["version"]) for event in told] == [
        ("contact.erased.v1", partner["contacts"][0]["id"], 2),
        ("partner.erased.v1", partner["id"], 3),
    ]
    everything = await everything_kept(registry)
    assert partner["id"] in everything
    for canary in ("Kanarifugl", "Elvemo", "kari@", "Kari Moe", LISTING["title"], "974760673"):
        assert canary not in everything


async def test_a_change_after_the_erasure_of_a_contact_does_not_hide_it(registry, partner):
    path = f"/api/partners/{partner['id']}"
    await registry.admin.put(path, json=a_partner(contacts=[]))

    await registry.admin.delete(path)

    erased = await registry.events("contact.erased.v1")
    assert [event["subject"] for event in erased] == [partner["contacts"][0]["id"]]


async def test_an_erased_partner_may_come_back_as_a_new_one(registry, partner):
    await registry.admin.delete(f"/api/partners/{partner['id']}")

    again = created(await registry.admin.post("/api/partners", json=PARTNER))

    assert again["id"] != partner["id"]


async def everything_kept(registry) -> str:
    tables = await registry.database.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'registry'"
    )
    rows = [
        dict(row)
        for table in tables
        for row in await registry.database.fetch(f"SELECT * FROM {table['tablename']}")  # noqa: S608
    ]
    return json.dumps(rows, default=as_text, ensure_ascii=False)


def as_text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
