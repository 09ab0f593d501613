"""The registry's API on real PostgreSQL and Valkey."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from faststream.redis import RedisBroker
from faststream.redis.parser import BinaryMessageFormatV1
from redis.asyncio import Redis

from shared.events.introductions import IntroductionData, IntroductionSent
from shared.events.reading import read_event
from tests.connected.registry_harness import (
    LISTING,
    PARTNER,
    a_listing,
    a_partner,
    created,
    running_registry,
)
from tests.waiting import until


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


async def test_a_fresh_database_knows_the_fifteen_counties_and_tells_them(registry):
    regions = (await registry.ostfold.get("/api/regions")).json()["items"]
    told = await registry.events("region.updated.v1")

    assert len(regions) == 15
    assert {event["data"]["slug"] for event in told} == {region["slug"] for region in regions}
    ostfold = next(region for region in regions if region["slug"] == "ostfold")
    assert ostfold["network_name"] == "Klimapartnere Østfold"
    assert ostfold["sender_address"] == "ostfold@koblingsboks.example"


async def test_a_second_start_adds_no_region_and_no_event(fresh):
    async with running_registry(fresh) as registry:
        before = await registry.row_counts()

    async with running_registry(fresh) as registry:
        assert await registry.row_counts() == before


async def test_an_admin_adds_and_changes_a_region(registry):
    region = {
        "slug": "nordsjoen",
        "name": "Nordsjøen",
        "network_name": "Klimapartnere Nordsjøen",
        "host": "Havrådet",
        "sender_address": "hei@havet.example",
    }

    added = created(await registry.admin.post("/api/regions", json=region))
    changed = await registry.admin.put(
        "/api/regions/nordsjoen", json={**region, "coordinator_name": "Siri Hav"}
    )

    assert added["language"] == "nb"
    assert changed.json()["coordinator_name"] == "Siri Hav"
    assert (await registry.ostfold.get("/api/regions/nordsjoen")).json() == changed.json()
    told = (await registry.events("region.updated.v1"))[-2:]
    assert [event["version"] for event in told] == [1, 2]
    assert told[-1]["data"]["coordinator_name"] == "Siri Hav"


async def test_a_partner_is_answered_as_given_and_as_found(registry):
    answer = await registry.ostfold.post("/api/partners", json=PARTNER)

    partner = created(answer)
    assert answer.headers["location"] == f"/api/partners/{partner['id']}"
    contact = partner["contacts"][0]
    assert {**PARTNER, "contacts": [{**PARTNER["contacts"][0], "id": contact["id"]}]}.items() <= (
        partner.items()
    )
    assert (partner["latitude"], partner["longitude"]) == pytest.approx((59.2, 10.95), abs=0.2)
    assert (partner["place_known"], partner["notices"]) == (True, [])
    assert (partner["version"], partner["status"]) == (1, "active")
    again = await registry.ostfold.get(f"/api/partners/{partner['id']}")
    assert again.json() == partner


async def test_a_new_partner_is_told_as_profile_and_contacts(registry):
    partner = await registry.added()

    profile, contact = await registry.events()
    assert (profile["type"], profile["subject"]) == ("profile.published.v1", partner["id"])
    assert [capability["text"] for capability in profile["data"]["capabilities"]] == (
        PARTNER["capabilities"]
    )
    assert "kari@elvemo.example" not in json.dumps(profile)
    assert contact["type"] == "contact.updated.v1"
    assert contact["data"] == {
        "partner_id": partner["id"],
        "name": "Kari Moe",
        "email": "kari@elvemo.example",
        "language": "nn",
        "away_from": None,
        "away_until": None,
        "deputy_id": None,
    }


async def test_events_reach_their_streams(registry):
    partner = await registry.added()
    listing = await registry.published(partner["id"])

    async with Redis.from_url(registry.admin_broker_url) as broker:
        entries = await until(lambda: broker.xrange("listings"))
        body, _ = BinaryMessageFormatV1.parse(entries[0][1][b"__data__"])
    event = read_event(body)
    assert event.type == "need.published.v1"
    assert str(event.subject) == listing["id"]


async def test_an_unknown_place_is_accepted_and_said(registry):
    partner = await registry.added(place="Atlantis")

    assert (partner["place"], partner["place_known"]) == ("Atlantis", False)
    assert partner["latitude"] is None
    assert "“Atlantis”" in partner["notices"][0]
    assert "without a location" in partner["notices"][0]


async def test_the_language_is_found_when_not_given(registry):
    partner = await registry.added(
        language=None,
        description="We make furniture from discarded ships and sell it to hotels.",
        capabilities=[],
        contacts=[{"name": "Kari Moe", "email": "kari@elvemo.example"}],
    )
    listing = await registry.published(
        partner["id"],
        language=None,
        title="Ser etter nokon som kan lære oss sveising",
        text="Vi treng nokon som ikkje er redde for tungt arbeid.",
    )

    assert partner["language"] == "en"
    assert partner["contacts"][0]["language"] == "en"
    assert listing["language"] == "nn"


async def test_a_changed_partner_keeps_the_ids_of_what_is_unchanged(registry):
    partner = await registry.added()
    changed = await registry.ostfold.put(
        f"/api/partners/{partner['id']}",
        json=a_partner(
            capabilities=["Vi kan leie ut en gravemaskin.", PARTNER["capabilities"][0]],
            contacts=[
                {"name": "Kari Moe Lie", "email": "Kari@elvemo.example"},
                {"name": "Per Vik", "email": "per@elvemo.example"},
            ],
        ),
    )

    now = changed.json()
    assert now["version"] == 2
    assert now["capability_ids"][1] == partner["capability_ids"][0]
    assert now["capability_ids"][0] not in partner["capability_ids"]
    assert now["contacts"][0]["id"] == partner["contacts"][0]["id"]
    versions = [event["version"] for event in await registry.events("profile.published.v1")]
    assert versions == [1, 2]


async def test_only_contacts_that_changed_are_told(registry):
    contacts = [
        {"name": "Kari Moe", "email": "kari@elvemo.example", "language": "nb"},
        {"name": "Per Vik", "email": "per@elvemo.example", "language": "nb"},
        {"name": "Ola Dal", "email": "ola@elvemo.example", "language": "nb"},
    ]
    partner = await registry.added(contacts=contacts)
    renamed = {**contacts[0], "name": "Kari Lie"}

    await registry.admin.put(
        f"/api/partners/{partner['id']}", json=a_partner(contacts=[renamed, contacts[1]])
    )

    erased, updated = (await registry.events("contact.%"))[2:]
    assert (updated["type"], updated["version"]) == ("contact.updated.v1", 2)
    assert updated["data"]["name"] == "Kari Lie"
    assert (erased["type"], erased["version"]) == ("contact.erased.v1", 2)
    assert erased["subject"] == partner["contacts"][2]["id"]
    assert "Ola Dal" not in str(await registry.events("contact.%"))


async def test_an_erased_contact_is_forgotten_and_told(registry):
    contacts = [
        {"name": "Kari Moe", "email": "kari@elvemo.example", "language": "nb"},
        {"name": "Per Vik", "email": "per@elvemo.example", "language": "nb"},
    ]
    partner = await registry.added(contacts=contacts)
    kari, per = partner["contacts"]

    first = await registry.ostfold.delete(f"/api/contacts/{kari['id']}")
    second = await registry.ostfold.delete(f"/api/contacts/{kari['id']}")

    left = (await registry.ostfold.get(f"/api/partners/{partner['id']}")).json()
    assert (first.status_code, second.status_code) == (204, 404)
    assert left["contacts"] == [per]
    assert left["version"] == partner["version"]
    told = await registry.events("contact.%")
    assert [(event["type"], event["subject"]) for event in told] == [
        ("contact.updated.v1", per["id"]),
        ("contact.erased.v1", kari["id"]),
    ]


async def test_partners_are_found_by_words_in_name_description_and_capabilities(registry):
    await registry.added()
    await registry.added(name="Nordvik Fisk", orgnr=None, capabilities=[], description="Laks.")

    async def found(q: str) -> list[str]:
        answer = await registry.ostfold.get("/api/partners", params={"q": q})
        return [partner["name"] for partner in answer.json()["items"]]

    assert await found("HUSDYR") == ["Elvemo Biogass AS"]
    assert await found("levere elvemo") == ["Elvemo Biogass AS"]
    assert await found("laks") == ["Nordvik Fisk"]
    assert await found("levere laks") == []
    assert await found("%") == []
    assert len(await found("")) == 2


async def test_a_long_list_comes_in_pages_without_gaps_or_repeats(registry):
    names = [f"Partner {number:02}" for number in range(7)]
    for name in reversed(names):
        await registry.added(name=name, orgnr=None)

    seen, cursor = [], None
    while True:
        params = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = (await registry.ostfold.get("/api/partners", params=params)).json()
        seen += [partner["name"] for partner in page["items"]]
        cursor = page["next"]
        if not cursor:
            break

    assert seen == names


async def test_a_listing_is_answered_as_given_and_told(registry):
    partner = await registry.added()
    path = f"/api/partners/{partner['id']}/listings"

    answer = await registry.ostfold.post(path, json=LISTING)

    listing = created(answer)
    assert answer.headers["location"] == f"/api/listings/{listing['id']}"
    assert LISTING.items() <= listing.items()
    assert (listing["partner_id"], listing["region"]) == (partner["id"], "ostfold")
    assert (listing["status"], listing["version"]) == ("open", 1)
    assert (await registry.ostfold.get(f"/api/listings/{listing['id']}")).json() == listing
    event = (await registry.events())[-1]
    assert (event["type"], event["subject"]) == ("need.published.v1", listing["id"])
    assert event["data"]["place"] == "Sarpsborg"


@pytest.mark.parametrize("kind", ["need", "offer", "idea"])
async def test_each_kind_of_listing_has_its_own_events(registry, kind):
    partner = await registry.added()

    listing = await registry.published(partner["id"], kind=kind)
    await registry.admin.delete(f"/api/listings/{listing['id']}")

    told = [event["type"] for event in await registry.events(f"{kind}.%")]
    assert told == [f"{kind}.published.v1", f"{kind}.closed.v1"]


async def test_a_deleted_listing_is_closed_once_and_stays_readable(registry):
    partner = await registry.added()
    listing = await registry.published(partner["id"])
    path = f"/api/listings/{listing['id']}"

    answers = [(await registry.ostfold.delete(path)).status_code for _ in range(2)]

    assert answers == [204, 204]
    assert (await registry.ostfold.get(path)).json()["status"] == "closed"
    assert len(await registry.events("need.closed.v1")) == 1


async def test_a_changed_listing_is_open_again(registry):
    partner = await registry.added()
    listing = await registry.published(partner["id"])
    path = f"/api/listings/{listing['id']}"
    await registry.ostfold.delete(path)

    changed = (await registry.ostfold.put(path, json=a_listing(title="Nytt forsøk"))).json()

    assert (changed["status"], changed["title"], changed["version"]) == ("open", "Nytt forsøk", 3)
    assert changed["created_at"] == listing["created_at"]
    assert [event["version"] for event in await registry.events("need.%")] == [1, 2, 3]


async def test_listings_without_a_place_follow_their_partner(registry):
    partner = await registry.added(place="Moss")
    here = await registry.published(partner["id"], place=None)
    elsewhere = await registry.published(partner["id"])

    await registry.admin.put(f"/api/partners/{partner['id']}", json=a_partner(place="Halden"))

    moved = (await registry.admin.get(f"/api/listings/{here['id']}")).json()
    assert (here["place"], moved["place"], moved["version"]) == ("Moss", "Halden", 2)
    assert (await registry.admin.get(f"/api/listings/{elsewhere['id']}")).json() == elsewhere
    told = (await registry.events("need.published.v1"))[-1]
    assert (told["subject"], told["data"]["place"]) == (here["id"], "Halden")


async def test_listings_are_listed_by_region_kind_and_status(registry):
    ostfold = await registry.added()
    troms = await registry.added(region="troms", place="Tromsø")
    need = await registry.published(ostfold["id"])
    closed = await registry.published(ostfold["id"], kind="offer")
    await registry.admin.delete(f"/api/listings/{closed['id']}")
    far = await registry.published(troms["id"])

    async def ids(path: str, **params: str) -> list[str]:
        answer = await registry.admin.get(path, params=params)
        return [listing["id"] for listing in answer.json()["items"]]

    assert await ids("/api/listings") == [far["id"], closed["id"], need["id"]]
    assert await ids("/api/listings", region="ostfold", status="open") == [need["id"]]
    assert await ids("/api/listings", kind="offer") == [closed["id"]]
    assert await ids(f"/api/partners/{troms['id']}/listings") == [far["id"]]


async def test_an_expired_listing_is_closed_by_itself(registry):
    partner = await registry.added()
    listing = await registry.published(partner["id"])
    path = f"/api/listings/{listing['id']}"

    await registry.database.execute("UPDATE listings SET expires_on = '2020-01-31'")

    async def status() -> str:
        return (await registry.admin.get(path)).json()["status"]

    await until(status, lambda seen: seen == "expired")
    closed = await registry.events("need.closed.v1")
    assert [(event["subject"], event["version"]) for event in closed] == [(listing["id"], 2)]


async def test_a_listing_is_open_through_its_last_day_in_norway(registry):
    partner = await registry.added()
    today = await registry.database.fetchval("SELECT (now() AT TIME ZONE 'Europe/Oslo')::date")
    first = await registry.published(partner["id"], expires_on=today.isoformat())
    last = await registry.published(partner["id"], expires_on="2099-01-01")
    await registry.database.execute(
        "UPDATE listings SET expires_on = $1 WHERE id = $2",
        today - timedelta(days=1),
        UUID(last["id"]),
    )

    async def status(listing: dict[str, str]) -> str:
        return (await registry.admin.get(f"/api/listings/{listing['id']}")).json()["status"]

    await until(lambda: status(last), lambda seen: seen == "expired")
    assert await status(first) == "open"
    assert isinstance(today, date)


async def test_an_introduction_is_kept_as_last_told(registry):
    data = IntroductionData(
        suggestion_id=uuid4(),
        seeker_partner_id=uuid4(),
        provider_partner_id=uuid4(),
        seeker_item_id=uuid4(),
        provider_item_id=uuid4(),
        state="sent",
    )
    later = IntroductionSent(subject=uuid4(), region="ostfold", version=2, data=data)
    earlier = later.model_copy(
        update={"id": uuid4(), "version": 1, "data": data.model_copy(update={"state": "waiting"})}
    )
    other = later.model_copy(update={"id": uuid4(), "subject": uuid4()})

    async with RedisBroker(registry.admin_broker_url) as broker:
        for event in (later, earlier, later, other):
            await broker.publish(event.model_dump_json().encode(), stream="introductions")

    async def kept() -> list[tuple[UUID, int, str]]:
        rows = await registry.database.fetch(
            "SELECT id, version, state FROM introductions ORDER BY id"
        )
        return [tuple(row) for row in rows]

    rows = await until(kept, lambda seen: len(seen) == 2)
    assert rows == sorted([(later.subject, 2, "sent"), (other.subject, 2, "sent")])


@pytest.mark.parametrize(
    ("language", "heading"), [("nb", "Vi finner"), ("nn", "Vi finn nokon"), ("en", "We find")]
)
async def test_the_front_page_is_open_to_everybody(registry, language, heading):
    answer = await registry.stranger.get(
        "/", headers={"accept": "text/html", "accept-language": language}
    )

    assert answer.status_code == 200
    assert heading in answer.text
    assert 'href="/apply"' in answer.text


async def test_a_repeat_with_the_same_idempotency_key_registers_once(registry):
    headers = {"idempotency-key": "first-partner"}

    answers = [
        await registry.admin.post("/api/partners", json=PARTNER, headers=headers) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(await registry.events("profile.published.v1")) == 1


async def test_the_service_says_it_is_ready(registry):
    assert (await registry.stranger.get("/health/ready")).json()["status"] == "ready"
