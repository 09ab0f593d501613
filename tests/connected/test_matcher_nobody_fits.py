"""Needs that nobody fits and partners that got nothing: shown, asked about, put on the agenda."""

import json
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest_asyncio
from httpx import Response

from shared.events.profiles import PartnerErased
from shared.events.regions import MatchingSettings, RegionConfigured
from tests.connected.matcher_harness import CAR_NEED, a_listing_of, a_profile_of
from tests.connected.matcher_service import MatcherService, csrf_token_in, running_matcher
from tests.connected.test_matcher import a_pair
from tests.servers import FreshServers
from tests.waiting import until

HOME = "/coordinator"
NOBODY_FITS = f"{HOME}/nobody-fits"
WAITED = "UPDATE {table} SET known_since = now() - interval '{time}'"


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh) as running:
        yield running


async def a_lonely_need(matcher: MatcherService) -> tuple[str, str]:
    """The need and its partner."""
    need = a_listing_of(uuid4(), "need", CAR_NEED, title="Elbiler sammen")
    await matcher.tell(a_profile_of(need.data.partner_id, name="Ensom Drosje"), need)
    await matcher.item_is_known(need.subject)
    return str(need.subject), str(need.data.partner_id)


async def shown(matcher: MatcherService, path: str = NOBODY_FITS, **query: str) -> str:
    page = await matcher.browser.get(path, params=query)
    assert page.status_code == 200
    return unescape(page.text)


async def post(matcher: MatcherService, path: str, **form: Any) -> Response:
    token = csrf_token_in(await matcher.browser.get(HOME))
    return await matcher.browser.post(path, data={"csrf_token": token, **form})


async def test_what_has_waited_as_long_as_the_region_says_is_shown(matcher: MatcherService):
    await a_pair(matcher)
    await a_lonely_need(matcher)
    settings = MatchingSettings(
        slug="ostfold", name="Østfold", nobody_fits_days=10, nothing_got_months=3
    )
    await matcher.tell(
        RegionConfigured(subject=uuid4(), region="ostfold", version=1, data=settings)
    )
    known = "SELECT count(*) FROM region_settings"
    await until(lambda: matcher.database.fetchval(known))

    new = await shown(matcher)
    await matcher.database.execute(WAITED.format(table="items", time="11 days"))
    await matcher.database.execute(WAITED.format(table="partners", time="100 days"))
    old = await shown(matcher)
    elsewhere = await shown(matcher, region="troms")

    assert "Elbiler sammen" not in new
    assert "Alle partnere har fått noe, eller er nye." in new
    assert "Ett behov uten forslag" in old
    assert "Elbiler sammen" in old
    assert "Varme til veksthus" not in old
    assert "3 partnere har ikke fått noe" in old
    assert "Ett forslag venter i køen" in old
    assert "Elbiler sammen" in elsewhere  # a region that is not theirs is not chosen


async def test_a_partner_is_asked_one_question_once(matcher: MatcherService):
    need, partner = await a_lonely_need(matcher)
    path = f"{HOME}/items/{need}/ask"

    nothing = await post(matcher, path, note="Hei.")
    for _ in range(2):
        asked = await post(matcher, path, question="where", note="Hei.")
    page = await shown(matcher, path)

    (event,) = [json.loads(body) for body in await matcher.events("question.asked.v1")]
    assert nothing.status_code == 422
    assert "Velg et spørsmål" in nothing.text
    assert "Hei." in nothing.text
    assert asked.headers["location"] == f"{NOBODY_FITS}?done=asked"
    assert event["data"]["item"]["item_id"] == need
    assert event["data"]["item"]["partner_id"] == partner
    assert (event["data"]["question"], event["data"]["note"]) == ("where", "Hei.")
    assert "Ingrid Solhaug spurte" in page


async def test_the_agenda_holds_what_is_put_on_it_until_it_is_ticked_off(matcher: MatcherService):
    need, partner = await a_lonely_need(matcher)
    for _ in range(2):
        await post(matcher, f"{HOME}/items/{need}/agenda")
    await post(matcher, f"{HOME}/partners/{partner}/agenda")
    points = await matcher.database.fetch("SELECT id, item_id FROM agenda")
    of_need = next(row["id"] for row in points if row["item_id"])

    before = await shown(matcher, f"{HOME}/agenda")
    await post(matcher, f"{HOME}/agenda/{of_need}", done="yes")
    after = await shown(matcher, f"{HOME}/agenda")
    await post(matcher, f"{HOME}/agenda/{of_need}", done="no")
    again = await shown(matcher, f"{HOME}/agenda")

    assert len(points) == 2
    assert before.count(">Kryss av<") == 2
    assert after.count(">Kryss av<") == 1
    assert "Ingrid Solhaug krysset av" in after
    assert again.count(">Kryss av<") == 2


async def test_nothing_of_it_is_left_of_an_erased_partner(matcher: MatcherService):
    need, partner = await a_lonely_need(matcher)
    await post(matcher, f"{HOME}/items/{need}/ask", question="more", note="Kjære Ensom Drosje")
    await post(matcher, f"{HOME}/items/{need}/agenda")

    await matcher.tell(PartnerErased(subject=partner, region="ostfold", version=2))  # type: ignore[arg-type]

    left = """
        SELECT (SELECT count(*) FROM questions) + (SELECT count(*) FROM agenda)
             + (SELECT count(*) FROM outbox WHERE body LIKE '%Ensom Drosje%')
    """
    await until(lambda: matcher.database.fetchval(left), lambda count: count == 0)


async def test_another_regions_listings_are_neither_asked_about_nor_put_on_an_agenda(
    matcher: MatcherService,
):
    need = a_listing_of(uuid4(), "need", CAR_NEED, region="troms")
    await matcher.tell(a_profile_of(need.data.partner_id, region="troms"), need)
    await matcher.item_is_known(need.subject)
    base = f"{HOME}/items/{need.subject}"

    answers = [
        await post(matcher, f"{base}/ask", question="where"),
        await post(matcher, f"{base}/agenda"),
        await post(matcher, f"{HOME}/partners/{need.data.partner_id}/agenda"),
        await post(matcher, f"{HOME}/agenda/{uuid4()}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
