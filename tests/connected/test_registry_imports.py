"""Whole batches into the registry, on real PostgreSQL."""

import pytest
import pytest_asyncio

from services.registry.api.imports import LARGEST_BODY_BYTES
from shared.web.limits import LARGEST_BODY_BYTES as USUAL_LIMIT
from tests.connected.registry_harness import a_listing, a_partner, running_registry


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


def a_row(partner, **given):
    return {"partner": partner, "listing": a_listing(**given)}


async def test_a_batch_is_imported_with_its_listings(registry):
    partners = [a_partner(), a_partner(name="Gårdsbruket", orgnr=None, place="Langt borte")]
    listings = [a_row(0), a_row(1, kind="offer", title="Husdyrgjødsel")]

    answer = await registry.admin.post(
        "/api/imports", json={"partners": partners, "listings": listings}
    )

    assert answer.status_code == 201, answer.text
    assert answer.json() == {"partners": 2, "listings": 2, "unknown_places": ["Langt borte"]}
    assert len(await registry.events("need.published.v1")) == 1
    assert len(await registry.events("offer.published.v1")) == 1


async def test_one_bad_row_leaves_nothing_of_the_batch_and_all_bad_rows_are_named(registry):
    await registry.added()
    before = await registry.row_counts()
    partners = [a_partner(name="Ny AS", orgnr=None), a_partner()]
    listings = [
        a_row(0),
        a_row("Ukjent AS"),
        a_row(0, title="Biorest", expires_on="2001-01-01"),
        a_row(1),
    ]

    answer = await registry.admin.post(
        "/api/imports", json={"partners": partners, "listings": listings}
    )

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [
        "partners.1.name",
        "listings.1.partner",
        "listings.2.expires_on",
        "listings.3.partner",
    ]
    assert await registry.row_counts() == before


@pytest.mark.parametrize("call", ["name", "orgnr", "id"])
async def test_a_listing_finds_a_partner_registered_before(registry, call):
    partner = await registry.added()

    answer = await registry.admin.post("/api/imports", json={"listings": [a_row(partner[call])]})

    assert answer.status_code == 201, answer.text
    (event,) = await registry.events("need.published.v1")
    assert event["data"]["partner_id"] == partner["id"]


async def test_the_same_listing_again_is_refused(registry):
    partner = await registry.added()
    batch = {"listings": [a_row(partner["id"])]}
    await registry.admin.post("/api/imports", json=batch)

    answer = await registry.admin.post("/api/imports", json=batch)

    assert [error["field"] for error in answer.json()["errors"]] == ["listings.0.title"]


async def test_a_coordinator_imports_only_into_the_own_region(registry):
    partner = await registry.added()
    before = await registry.row_counts()

    into_another = await registry.troms.post("/api/imports", json={"partners": [a_partner()]})
    to_another = await registry.troms.post(
        "/api/imports", json={"listings": [a_row(partner["id"])]}
    )

    assert into_another.status_code == 403
    assert to_another.status_code == 422
    assert await registry.row_counts() == before


async def test_a_partner_may_not_import(registry):
    partner = await registry.added()
    itself = await registry.partner_client(partner["id"])

    answer = await itself.post("/api/imports", json={"listings": [a_row(partner["id"])]})

    assert answer.status_code == 403


async def test_a_batch_may_be_larger_than_other_bodies_but_not_endless(registry):
    large = b" " * (USUAL_LIMIT + 1) + b'{"partners": []}'
    endless = b" " * (LARGEST_BODY_BYTES + 1)
    headers = {"content-type": "application/json"}

    taken = await registry.admin.post("/api/imports", content=large, headers=headers)
    refused = await registry.admin.post("/api/imports", content=endless, headers=headers)

    assert taken.status_code == 201
    assert refused.status_code == 413
