"""What a coordinator decides weighs in what is suggested next, and can be taken back."""

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from services.matcher.ranking.learning import FEWEST
from tests.connected.matcher_harness import (
    HEAT_NEED,
    HEAT_OFFER,
    a_listing_of,
    a_profile_of,
)
from tests.connected.matcher_service import MatcherService, csrf_token_in, running_matcher
from tests.servers import FreshServers
from tests.waiting import until

PAGE = "/coordinator/learnt"
#: As many as are needed, each of partners of its own; every second one is far away.
DECIDED = """
    WITH made AS (
        INSERT INTO items (id, partner_id, region, kind, text, language, version, status)
        SELECT gen_random_uuid(), gen_random_uuid(), 'ostfold', kind, 'x', 'nb', 1, 'closed'
          FROM generate_series(1, $1::int) AS number, unnest(ARRAY['need', 'offer']) AS kind
        RETURNING id, partner_id, kind
    ), needs AS (SELECT *, row_number() OVER () AS place FROM made WHERE kind = 'need'
    ), offers AS (SELECT *, row_number() OVER () AS place FROM made WHERE kind = 'offer')
    INSERT INTO suggestions (id, region, kind, seeker_item_id, provider_item_id,
                             seeker_partner_id, provider_partner_id, seeker_version,
                             provider_version, status, score, decided_at, decided_by, reason,
                             model, odds, aspects, told_version)
    SELECT gen_random_uuid(), 'ostfold', 'supply', needs.id, offers.id, needs.partner_id,
           offers.partner_id, 1, 1,
           CASE WHEN place % 2 = 0 THEN 'approved' ELSE 'rejected' END, 0.7, now(), 'x',
           CASE WHEN place % 2 = 0 THEN NULL ELSE 'too_far' END, $2, 1,
           jsonb_build_object('distance', CASE WHEN place % 2 = 0 THEN -0.1 ELSE -2 END), 1
      FROM needs JOIN offers USING (place)
"""


@pytest_asyncio.fixture
async def service(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh, learn_pause=0.1) as running:
        yield running


async def pressed(service: MatcherService, **form: object) -> str:
    page = await service.browser.get(PAGE)
    sent = {"csrf_token": csrf_token_in(page), "region": "ostfold", **form}
    answer = await service.browser.post(PAGE, data=sent, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


async def test_what_was_decided_is_learnt_shown_and_taken_back(service: MatcherService):
    here, there = uuid4(), uuid4()
    await service.tell(
        a_profile_of(here, name="Lauvdal Gartneri", latitude=59.2, longitude=11.0),
        a_profile_of(there, name="Steinvåg Meieri", latitude=59.9, longitude=11.0),
        a_listing_of(here, "need", HEAT_NEED),
        a_listing_of(there, "offer", HEAT_OFFER),
    )
    (before,) = await service.suggested()
    page = await service.browser.get(PAGE)
    assert f"Etter {FEWEST} begynner køen å lære." in page.text

    model = await service.database.fetchval("SELECT model FROM suggestions WHERE odds IS NOT NULL")
    await service.database.execute(DECIDED, 30, model)

    async def score() -> float:
        items = (await service.admin.get("/api/suggestions", params={})).json()["items"]
        return float(items[0]["score"]) if items else 0.0

    async def versions() -> int:
        return int(await service.database.fetchval("SELECT count(*) FROM learnt"))

    await until(versions, lambda count: count == 1)
    await until(score, lambda found: found != before["score"])
    page = await service.browser.get(PAGE)
    assert "Avstand teller" in page.text
    assert "Lært av 30 avgjørelser, 15 av dem ja." in page.text

    text = await pressed(service, action="off")
    assert "Ingrid Solhaug slo av læringen" in text
    await until(score, lambda found: found == pytest.approx(before["score"], abs=1e-3))

    text = await pressed(service, action="back", version=1)
    assert "gikk tilbake til versjon 1" in text
    await pressed(service, action="again")
    kept = await service.database.fetch("SELECT origin, weights FROM learnt ORDER BY version")
    assert [row["origin"] for row in kept] == ["decisions", "off", "back", "decisions"]
    weights = [json.loads(row["weights"]) for row in kept]
    assert weights[1] == {}
    assert weights[0] == weights[2] == weights[3]


async def test_nobody_changes_what_another_region_has_learnt(service: MatcherService):
    page = await service.browser.get(PAGE)
    sent = {"csrf_token": csrf_token_in(page), "region": "troms", "action": "off"}

    answer = await service.browser.post(PAGE, data=sent)

    assert answer.status_code == 404
