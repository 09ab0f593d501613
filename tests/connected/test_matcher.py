"""The matcher as programs meet it: events in by the broker, suggestions out by the API."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from httpx import AsyncClient

from services.matcher.embedding.choose import choose_encoder
from tests.connected.matcher_harness import (
    CAR_NEED,
    HEAT_NEED,
    HEAT_OFFER,
    a_listing_of,
    a_profile_of,
)
from tests.connected.matcher_service import MatcherService, running_matcher
from tests.servers import FreshServers
from tests.waiting import until

PATH = "/api/suggestions"


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh) as running:
        yield running


async def a_pair(matcher: MatcherService) -> dict[str, Any]:
    seeker, provider = uuid4(), uuid4()
    await matcher.tell(
        a_profile_of(seeker, name="Lauvdal Gartneri", place="Halden"),
        a_profile_of(provider, name="Steinvåg Meieri"),
        a_listing_of(seeker, "need", HEAT_NEED, title="Varme til veksthus"),
        a_listing_of(provider, "offer", HEAT_OFFER, title="Overskuddsvarme"),
    )
    (found,) = await matcher.suggested()
    return found


async def test_a_need_and_an_offer_become_a_suggestion_by_the_real_model(fresh: FreshServers):
    async with running_matcher(fresh, encoder=choose_encoder(), threshold=0.1) as matcher:
        found = await a_pair(matcher)

    assert found["kind"] == "supply"
    assert found["score"] > 0.1
    assert found["seeker"]["listing"]["title"] == "Varme til veksthus"
    assert found["provider"]["partner"]["name"] == "Steinvåg Meieri"
    assert {"seeker", "provider"} == set(found["evidence"][0])


async def test_a_capability_is_shown_as_one(matcher: MatcherService):
    provider, seeker = uuid4(), uuid4()

    await matcher.tell(
        a_profile_of(provider, capabilities=[HEAT_OFFER]),
        a_profile_of(seeker),
        a_listing_of(seeker, "need", HEAT_NEED),
    )

    (found,) = await matcher.suggested()
    assert found["provider"]["listing"] is None
    assert found["provider"]["capability"]["text"] == HEAT_OFFER


async def test_the_list_is_best_first_and_paged(matcher: MatcherService):
    need = a_listing_of(uuid4(), "need", HEAT_NEED)
    texts = [HEAT_OFFER, HEAT_OFFER + " Og kaffe.", HEAT_OFFER + " Og elbiler og gamle møbler."]
    offers = [a_listing_of(uuid4(), "offer", text) for text in texts]
    for listing in (need, *offers):
        await matcher.tell(a_profile_of(listing.data.partner_id), listing)
    await matcher.suggested(3)

    first = (await matcher.ostfold.get(PATH, params={"limit": 2})).json()
    second = (await matcher.ostfold.get(PATH, params={"limit": 2, "cursor": first["next"]})).json()

    items = first["items"] + second["items"]
    scores = [one["score"] for one in items]
    assert {one["provider"]["listing"]["text"] for one in items} == set(texts)
    assert scores == sorted(scores, reverse=True)
    assert second["next"] is None


async def test_the_list_can_be_narrowed_to_a_listing(matcher: MatcherService):
    found = await a_pair(matcher)
    mine = found["seeker"]["listing"]["id"]

    with_it = await matcher.ostfold.get(PATH, params={"listing": mine})
    with_another = await matcher.ostfold.get(PATH, params={"listing": str(uuid4())})

    assert [one["id"] for one in with_it.json()["items"]] == [found["id"]]
    assert with_another.json()["items"] == []


async def test_decisions_answer_the_new_state(matcher: MatcherService):
    path = f"{PATH}/{(await a_pair(matcher))['id']}"

    snoozed = await matcher.ostfold.post(f"{path}/snooze", json={"until": "2027-06-01"})
    approved = await matcher.ostfold.post(f"{path}/approve", json={"note": "Hei."})
    again = await matcher.ostfold.post(f"{path}/approve")
    rejected = await matcher.ostfold.post(f"{path}/reject", json={"reason": "too_far"})

    assert (snoozed.status_code, snoozed.json()["status"]) == (200, "snoozed")
    assert (approved.status_code, approved.json()["status"]) == (200, "approved")
    assert approved.json()["decided_by"] == "Ingrid Solhaug"
    assert again.json() == approved.json()
    assert rejected.status_code == 409
    assert rejected.json()["type"].endswith("already-decided")
    assert (await matcher.ostfold.get(path)).json() == approved.json()


async def test_a_pair_is_made_by_hand(matcher: MatcherService):
    need = a_listing_of(uuid4(), "need", CAR_NEED)
    offer = a_listing_of(uuid4(), "offer", HEAT_OFFER)
    for listing in (need, offer):
        await matcher.tell(a_profile_of(listing.data.partner_id), listing)
    body = {"seeker_listing": str(need.subject), "provider_listing": str(offer.subject)}

    answer = await until(
        lambda: matcher.ostfold.post(PATH, json=body), lambda answer: answer.status_code == 201
    )

    assert answer.json()["by_hand"] is True
    assert answer.headers["location"] == f"{PATH}/{answer.json()['id']}"


async def test_a_repeated_write_with_its_key_is_done_once(matcher: MatcherService):
    path = f"{PATH}/{(await a_pair(matcher))['id']}/approve"
    headers = {"idempotency-key": "once"}

    first, second = await asyncio.gather(
        *(matcher.ostfold.post(path, headers=headers, json={"note": "x"}) for _ in range(2))
    )

    assert first.json() == second.json()
    assert len(await matcher.events("suggestion.approved.v1")) == 1


@pytest.mark.parametrize(
    ("who", "listing", "showing"),
    [
        pytest.param("admin", 200, 200, id="an admin sees all"),
        pytest.param("ostfold", 200, 200, id="a coordinator sees the region"),
        pytest.param("troms", 403, 404, id="another region's coordinator does not"),
        pytest.param("partner", 403, 403, id="a partner does not"),
        pytest.param("stranger", 401, 401, id="a stranger does not"),
    ],
)
async def test_who_may_look_and_decide(
    matcher: MatcherService, who: str, listing: int, showing: int
):
    found = await a_pair(matcher)
    client: AsyncClient = getattr(matcher, who)
    path = f"{PATH}/{found['id']}"

    answers = [
        await client.get(PATH, params={"region": "ostfold"}),
        await client.get(path),
        await client.post(f"{path}/snooze", json={"until": "2027-06-01"}),
        await client.post(f"{path}/approve"),
    ]

    assert [one.status_code for one in answers] == [listing, showing, showing, showing]


async def test_another_regions_coordinator_sees_an_empty_list(matcher: MatcherService):
    await a_pair(matcher)

    assert (await matcher.troms.get(PATH)).json()["items"] == []


@pytest.mark.parametrize(
    ("action", "body", "field"),
    [
        pytest.param("reject", {}, "reason", id="no reason"),
        pytest.param("reject", {"reason": "ugly"}, "reason", id="unknown reason"),
        pytest.param("reject", {"reason": "other", "note": "a\x00b"}, "note", id="NUL"),
        pytest.param("reject", {"reason": "other", "note": "x" * 2001}, "note", id="too long"),
        pytest.param("approve", {"note": 5}, "note", id="wrong type"),
        pytest.param("approve", {"noot": "x"}, "noot", id="unknown field"),
        pytest.param("snooze", {}, "until", id="no time"),
        pytest.param("snooze", {"until": "soon"}, "until", id="not a time"),
        pytest.param("snooze", {"until": 5}, "until", id="a number"),
        pytest.param("snooze", {"until": "2020-01-01"}, "until", id="past"),
        pytest.param("snooze", {"until": "9999-12-31"}, "until", id="far off"),
        pytest.param("snooze", {"until": "2027-01-01T12:00:00"}, "until", id="no zone"),
    ],
)
async def test_bad_input_names_its_field_and_decides_nothing(
    matcher: MatcherService, action: str, body: dict[str, Any], field: str
):
    found = await a_pair(matcher)
    path = f"{PATH}/{found['id']}"

    answer = await matcher.ostfold.post(f"{path}/{action}", json=body)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == field
    assert (await matcher.ostfold.get(path)).json() == found


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({}, "seeker_listing", id="nothing"),
        pytest.param({"seeker_listing": "x"}, "seeker_listing", id="no id"),
        pytest.param({"seeker_listing": str(uuid4())}, "body", id="no provider"),
        pytest.param(
            {"seeker_listing": str(uuid4()), "provider_listing": str(uuid4())},
            "seeker_listing",
            id="unknown",
        ),
    ],
)
async def test_a_pair_by_hand_of_what_is_not_there_names_the_field(
    matcher: MatcherService, body: dict[str, Any], field: str
):
    answer = await matcher.ostfold.post(PATH, json=body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "query",
    [{"cursor": "rubbish"}, {"limit": 0}, {"status": "odd"}, {"listing": "x"}, {"limit": "many"}],
    ids=str,
)
async def test_a_bad_query_is_refused(matcher: MatcherService, query: dict[str, Any]):
    answer = await matcher.ostfold.get(PATH, params=query)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_it_says_when_it_is_ready(matcher: MatcherService):
    answer = await matcher.stranger.get("/health/ready")

    assert answer.json() == {"service": "matcher", "status": "ready"}
