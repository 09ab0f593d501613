"""/api/introductions: who sees what, and what may be reported."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from services.notifier.actions.republish import republish
from services.notifier.storage.database import SCHEMA, Database
from shared.access.grant import Grant
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from tests.connected.notifier_harness import (
    Notifier,
    Partner,
    a_region,
    an_approval,
    dairy,
    link_in,
    nursery,
    running_notifier,
)
from tests.fakes.smtp import SmtpPeer, smtp_peer
from tests.servers import FreshServers

OSTFOLD = Grant(role="coordinator", regions=("ostfold",))
TROMS = Grant(role="coordinator", regions=("troms",))
ADMIN = Grant(role="admin")


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest_asyncio.fixture
async def notifier(fresh: FreshServers, peer: SmtpPeer) -> AsyncIterator[Notifier]:
    async with running_notifier(fresh, peer) as running:
        yield running


@pytest_asyncio.fixture
async def pair(notifier: Notifier) -> tuple[Partner, Partner]:
    return await introduced(notifier)


async def introduced(notifier: Notifier) -> tuple[Partner, Partner]:
    seeker, provider = nursery(), dairy()
    await notifier.tell(a_region(), seeker.contact_event(), provider.contact_event())
    await notifier.tell(an_approval(seeker, provider))
    for partner in (seeker, provider):
        await notifier.letter_in("sent", partner)
    return seeker, provider


async def path_of(notifier: Notifier, partner: Partner) -> str:
    return f"/api/introductions/{(await notifier.letter(partner))['introduction_id']}"


async def test_a_coordinator_sees_letters_answers_and_outcome(notifier, peer, pair):
    seeker, provider = pair
    page = link_in(peer.to(seeker.email)[0].message, "answer")
    await notifier.stranger.post(page, data={"answer": "yes", "note": "Ring meg."})
    client = await notifier.client(OSTFOLD)

    body = (await client.get(await path_of(notifier, seeker))).json()

    assert body["state"] == "one_answered"
    assert body["seeker"]["partner_name"] == seeker.name
    assert body["answers"][0]["note"] == "Ring meg."
    assert body["outcome"] is None
    letters = {letter["to"]: letter for letter in body["letters"]}
    assert set(letters) == {seeker.email, provider.email}
    assert letters[seeker.email]["language"] == "nn"
    assert letters[seeker.email]["state"] == "sent"
    assert letters[seeker.email]["attempts"] == 1
    assert letters[seeker.email]["server_reply"] == "250 queued as 4711"
    assert letters[seeker.email]["sent_at"].endswith("Z")


@pytest.mark.parametrize("grant", [TROMS, Grant(role="partner", partner_id=uuid4())])
async def test_others_are_not_told_that_an_introduction_exists(notifier, pair, grant):
    client = await notifier.client(grant)

    found = await client.get(await path_of(notifier, pair[0]))
    listed = await client.get("/api/introductions")

    assert found.status_code == 404
    assert listed.json() == {"items": [], "next": None}


async def test_a_stranger_is_asked_to_sign_in(notifier, pair):
    path = await path_of(notifier, pair[0])

    for answer in (
        await notifier.stranger.get(path),
        await notifier.stranger.get("/api/introductions"),
        await notifier.stranger.post(f"{path}/outcome", json={"result": "met"}),
    ):
        assert answer.status_code == 401


async def test_a_partner_sees_its_own_letter_and_no_note_of_the_other(notifier, peer, pair):
    seeker, _ = pair
    for partner in pair:
        page = link_in(peer.to(partner.email)[0].message, "answer")
        await notifier.stranger.post(page, data={"answer": "yes", "note": partner.name})
    coordinator = await notifier.client(OSTFOLD)
    path = await path_of(notifier, seeker)
    await coordinator.post(f"{path}/outcome", json={"result": "met", "note": "Between us."})
    client = await notifier.client(
        Grant(role="partner", regions=("ostfold",), partner_id=seeker.id)
    )

    body = (await client.get(path)).json()

    assert {letter["to"] for letter in body["letters"]} == {seeker.email}
    assert {given["note"] for given in body["answers"]} == {seeker.name, ""}
    assert body["outcome"]["result"] == "met"
    assert body["outcome"]["note"] == ""


async def test_both_sides_and_the_coordinator_report_and_it_is_shown_who_did(notifier, pair):
    seeker, provider = pair
    path = await path_of(notifier, seeker)
    partner = await notifier.client(
        Grant(role="partner", regions=("ostfold",), partner_id=seeker.id)
    )
    other = await notifier.client(
        Grant(role="partner", regions=("ostfold",), partner_id=provider.id)
    )

    first = await partner.post(
        f"{path}/outcome", json={"result": "nothing", "reason": "Prisen.", "note": "Sagt av oss."}
    )
    coordinator = await notifier.client(OSTFOLD)
    await coordinator.post(f"{path}/outcome", json={"result": "met"})

    assert first.json()["state"] == "nothing"
    seen = (await coordinator.get(path)).json()
    assert [one["reported_by_partner_id"] for one in seen["outcomes"]] == [None, str(seeker.id)]
    assert seen["outcomes"][1]["reason"] == "Prisen."
    beside = (await other.get(path)).json()
    assert beside["state"] == "met"
    assert [one["note"] + one["reason"] for one in beside["outcomes"]] == ["", ""]


async def test_an_outcome_is_kept_told_and_may_be_corrected(notifier, pair):
    client = await notifier.client(OSTFOLD)
    path = f"{await path_of(notifier, pair[0])}/outcome"

    await client.post(path, json={"result": "met"})
    figure = {"co2e_tonnes": 12.5, "scope": "scope_1", "method": "40 MWh propan."}
    reported = await client.post(path, json={"result": "pilot", **figure})
    confirmed = {"result": "contract", "co2e_tonnes": 11.0, "certainty": "confirmed"}
    for _ in range(2):
        last = await client.post(path, json=confirmed)

    assert reported.json()["state"] == "working"
    assert reported.json()["outcome"]["certainty"] == "estimated"
    assert reported.json()["outcome"]["method"] == "40 MWh propan."
    figures = [(one["co2e_tonnes"], one["certainty"]) for one in last.json()["outcomes"]]
    assert figures == [(11.0, "confirmed"), (12.5, "estimated"), (None, None)]
    first, second, third = await notifier.told("introduction.outcome.v1")
    assert first["data"]["outcome"]["co2e_tonnes"] is None
    assert second["data"]["state"] == "working"
    assert (
        second["data"]["outcome"].items()
        >= {
            "result": "pilot",
            "co2e_tonnes": 12.5,
            "certainty": "estimated",
            "scope": "scope_1",
        }.items()
    )
    assert third["data"]["outcome"]["certainty"] == "confirmed"
    assert second["version"] == first["version"] + 1
    assert "propan" not in str(second)


async def test_an_outcome_sent_twice_with_one_key_is_told_once(notifier, pair):
    client = await notifier.client(ADMIN)
    path = f"{await path_of(notifier, pair[0])}/outcome"

    answers = [
        await client.post(path, json={"result": "met"}, headers={"idempotency-key": "k1"})
        for _ in range(2)
    ]

    assert answers[0].content == answers[1].content
    assert len(await notifier.told("introduction.outcome.v1")) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param(b"{}", "result", id="missing"),
        pytest.param(b'{"result": "wonderful"}', "result", id="no such result"),
        pytest.param(b'{"result": "met", "co2e_tonnes": -1}', "co2e_tonnes", id="negative"),
        pytest.param(b'{"result": "met", "co2e_tonnes": "many"}', "co2e_tonnes", id="words"),
        pytest.param(b'{"result": "met", "co2e_tonnes": 1e999}', "co2e_tonnes", id="infinite"),
        pytest.param(b'{"result": "met", "scope": "scope_1"}', "body", id="scope of nothing"),
        pytest.param(b'{"result": "met", "note": 7}', "note", id="wrong type"),
        pytest.param(b'{"result": "met", "note": "' + b"x" * 2001 + b'"}', "note", id="too long"),
        pytest.param(b'{"result": "met", "note": "\\ud800"}', "note", id="half a surrogate"),
    ],
)
async def test_an_outcome_that_is_none_is_refused_by_the_field(notifier, pair, body, field):
    client = await notifier.client(OSTFOLD)

    refused = await client.post(
        f"{await path_of(notifier, pair[0])}/outcome",
        content=body,
        headers={"content-type": "application/json"},
    )

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert await notifier.told("introduction.outcome.v1") == []


async def test_a_nul_in_a_note_is_left_out(notifier, pair):
    client = await notifier.client(OSTFOLD)

    reported = await client.post(
        f"{await path_of(notifier, pair[0])}/outcome", json={"result": "met", "note": "a\x00b"}
    )

    assert reported.json()["outcome"]["note"] == "ab"


async def test_the_list_is_paged_newest_first_and_complete(notifier):
    pairs = [await introduced(notifier) for _ in range(5)]
    client = await notifier.client(OSTFOLD)

    seen, cursor = [], ""
    while cursor is not None:
        query = f"?region=ostfold&limit=2&cursor={cursor}" if cursor else "?limit=2"
        page = (await client.get(f"/api/introductions{query}")).json()
        seen += [item["seeker"]["partner_id"] for item in page["items"]]
        cursor = page["next"]

    assert seen == [str(seeker.id) for seeker, _ in reversed(pairs)]


async def test_another_region_is_an_empty_list(notifier):
    await introduced(notifier)
    client = await notifier.client(OSTFOLD)

    listed = await client.get("/api/introductions?region=troms")

    assert listed.json()["items"] == []


@pytest.mark.parametrize("query", ["cursor=nonsense", "limit=0", "limit=many", "limit=101"])
async def test_a_query_that_is_none_is_refused(notifier, query):
    client = await notifier.client(OSTFOLD)

    assert (await client.get(f"/api/introductions?{query}")).status_code in {400, 422}


async def test_an_id_that_is_none_is_refused(notifier):
    client = await notifier.client(OSTFOLD)

    assert (await client.get("/api/introductions/nonsense")).status_code == 422
    assert (await client.get(f"/api/introductions/{uuid4()}")).status_code == 404


async def test_everything_can_be_told_once_more(fresh, notifier):
    await introduced(notifier)
    pool = ConnectionPool(fresh.database_url("notifier"), schema=SCHEMA)
    await pool.open()

    with everywhere():
        published = await republish(Database(pool))
    await pool.close()

    first, again = await notifier.told("introduction.sent.v1")
    assert published == 1
    assert again["id"] != first["id"]
    assert (again["version"], again["data"]) == (first["version"], first["data"])


async def test_the_api_describes_itself(notifier):
    document = (await notifier.stranger.get("/api/openapi.json")).json()

    assert "/api/introductions/{introduction_id}/outcome" in document["paths"]
    assert not [path for path in document["paths"] if path.startswith("/mail")]
