"""The queue as a coordinator meets it, in a browser without scripts."""

from collections.abc import AsyncIterator
from html import unescape
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.connected.matcher_harness import HEAT_NEED, HEAT_OFFER, a_listing_of, a_profile_of
from tests.connected.matcher_service import MatcherService, csrf_token_in, running_matcher
from tests.connected.test_matcher import a_pair
from tests.servers import FreshServers

HOME = "/coordinator"


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh) as running:
        yield running


async def decide(matcher: MatcherService, suggestion: str, action: str, **form: str):
    page = await matcher.browser.get(f"{HOME}/suggestions/{suggestion}")
    return await matcher.browser.post(
        f"{HOME}/suggestions/{suggestion}/{action}",
        data={"csrf_token": csrf_token_in(page), **form},
    )


async def test_a_stranger_is_led_to_the_sign_in(matcher: MatcherService):
    html = {"accept": "text/html"}

    answer = await matcher.stranger.get(f"{HOME}?open=1", headers=html)
    bookmark = await matcher.stranger.get(f"{HOME}/sign-in")

    assert answer.status_code == bookmark.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next={HOME}%3Fopen%3D1"
    assert bookmark.headers["location"] == f"/sign-in?next={HOME}"


async def test_an_empty_queue_says_so(matcher: MatcherService):
    page = await matcher.browser.get(HOME)

    assert page.status_code == 200
    assert "Køen er tom." in page.text


async def test_the_best_is_open_with_its_sentences_marked_in_pairs(matcher: MatcherService):
    await a_pair(matcher)

    page = await matcher.browser.get(HOME)

    assert "1 forslag venter" in page.text
    assert "Lauvdal Gartneri" in page.text
    assert "Steinvåg Meieri" in page.text
    marks = page.text.split("<mark>")[1:]
    assert len(marks) % 2 == 0
    assert any("overskuddsvarme" in mark for mark in marks)
    assert "Handler om det samme" in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Taler for"), ("nn", "Talar for"), ("en", "Speaks for")],
)
async def test_the_page_speaks_the_visitors_language(
    matcher: MatcherService, language: str, words: str
):
    await a_pair(matcher)

    page = await matcher.browser.get(HOME, headers={"accept-language": language})

    assert words in page.text
    assert f'<html lang="{language}"' in page.text


async def test_what_partners_write_is_never_markup(matcher: MatcherService):
    evil = '<script>alert("overskuddsvarme veksthus kjøleanlegget")</script>'
    need = a_listing_of(uuid4(), "need", evil, title="<b>Varme</b>")
    offer = a_listing_of(uuid4(), "offer", evil, title='"><img src=x>')
    for listing in (need, offer):
        await matcher.tell(a_profile_of(listing.data.partner_id, name="<i>Ola</i>"), listing)
    await matcher.suggested()

    page = await matcher.browser.get(HOME)

    assert "<script>" not in page.text
    assert "<img" not in page.text
    assert "<i>Ola" not in page.text
    assert 'alert("overskuddsvarme' in unescape(page.text)


async def test_approving_leads_on_and_says_what_was_done(matcher: MatcherService):
    found = await a_pair(matcher)

    answer = await decide(matcher, found["id"], "approve", note="Ring gjerne.")

    page = await matcher.browser.get(answer.headers["location"])
    assert answer.status_code == 303
    assert "Godkjent: Lauvdal Gartneri og Steinvåg Meieri." in page.text
    (decided,) = await matcher.suggested(status="approved")
    assert decided["note"] == "Ring gjerne."


async def test_the_next_one_opens_after_a_decision(matcher: MatcherService):
    first = await a_pair(matcher)
    other = a_listing_of(uuid4(), "offer", HEAT_OFFER + " Og noe til.")
    await matcher.tell(a_profile_of(other.data.partner_id), other)
    second = (await matcher.suggested(2))[1]

    answer = await decide(matcher, first["id"], "reject", reason="too_far")

    assert answer.headers["location"] == (
        f"{HOME}/suggestions/{second['id']}?decided={first['id']}"
    )


async def test_rejecting_without_a_reason_comes_back_with_what_was_typed(matcher: MatcherService):
    found = await a_pair(matcher)

    page = await decide(matcher, found["id"], "reject", note="De er naboer.")

    assert page.status_code == 422
    assert 'href="#reason"' in page.text
    assert "Velg en grunn" in page.text
    assert "De er naboer." in page.text


async def test_snoozing_into_the_past_comes_back(matcher: MatcherService):
    found = await a_pair(matcher)

    page = await decide(matcher, found["id"], "snooze", until="2020-01-01")

    assert page.status_code == 422
    assert "Velg en dato fram i tid" in page.text


async def test_the_second_coordinator_is_told_that_the_first_decided(matcher: MatcherService):
    found = await a_pair(matcher)
    form = await matcher.browser.get(f"{HOME}/suggestions/{found['id']}")
    await matcher.admin.post(f"/api/suggestions/{found['id']}/approve")

    page = await matcher.browser.post(
        f"{HOME}/suggestions/{found['id']}/reject",
        data={"csrf_token": csrf_token_in(form), "reason": "other"},
    )

    assert page.status_code == 409
    assert "Admin har alt godkjent dette" in page.text


async def test_a_form_without_its_token_decides_nothing(matcher: MatcherService):
    found = await a_pair(matcher)

    answer = await matcher.browser.post(f"{HOME}/suggestions/{found['id']}/approve")

    assert answer.status_code == 403
    await matcher.suggested(status="proposed")


async def test_a_form_from_another_site_decides_nothing(matcher: MatcherService):
    found = await a_pair(matcher)
    form = await matcher.browser.get(f"{HOME}/suggestions/{found['id']}")

    answer = await matcher.browser.post(
        f"{HOME}/suggestions/{found['id']}/approve",
        data={"csrf_token": csrf_token_in(form)},
        headers={"sec-fetch-site": "cross-site"},
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("opened", ["reject", "snooze"])
async def test_the_forms_open_without_a_script(matcher: MatcherService, opened: str):
    found = await a_pair(matcher)

    page = await matcher.browser.get(f"{HOME}/suggestions/{found['id']}?open={opened}")

    assert f'action="{HOME}/suggestions/{found["id"]}/{opened}"' in page.text
    assert HEAT_NEED.split(".")[0] in unescape(page.text)
