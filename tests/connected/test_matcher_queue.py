"""The queue in a browser without scripts: filters, several at once, undo, two coordinators."""

import asyncio
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest_asyncio
from httpx import Response

from shared.access.grant import Grant
from shared.access.sessions import Sessions
from tests.connected.matcher_harness import a_listing_of, a_profile_of
from tests.connected.matcher_service import MatcherService, csrf_token_in, running_matcher
from tests.servers import FreshServers

HOME = "/coordinator"
#: Each pair has words of its own.
THEMES = {
    "varme": "overskuddsvarme fra kjøleanlegg til veksthus",
    "biogass": "slam fra settefisk i merder blir biogass",
    "møbler": "brukte kontorpulter stoler ombrukes snekkerverksted",
}


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh) as running:
        yield running


async def three_pairs(matcher: MatcherService) -> dict[str, dict[str, Any]]:
    """By theme."""
    for theme, text in THEMES.items():
        for kind, verb in (("need", "Vi trenger"), ("offer", "Vi har")):
            partner = uuid4()
            sector = "industri" if theme == "biogass" else ""
            await matcher.tell(
                a_profile_of(partner, name=f"{theme.capitalize()} {kind}", sector=sector),
                a_listing_of(partner, kind, f"{verb} {text}.", title=f"{kind} {theme}"),  # type: ignore[arg-type]
            )
    found = await matcher.suggested(3)
    return {one["seeker"]["listing"]["title"].removeprefix("need "): one for one in found}


async def post(matcher: MatcherService, path: str, **form: Any) -> Response:
    page = await matcher.browser.get(HOME)
    return await matcher.browser.post(path, data={"csrf_token": csrf_token_in(page), **form})


async def shown(matcher: MatcherService, **query: str) -> str:
    page = await matcher.browser.get(HOME, params=query)
    assert page.status_code == 200
    return unescape(page.text)


async def statuses(matcher: MatcherService) -> dict[str, str]:
    rows = await matcher.database.fetch("SELECT id, status FROM suggestions")
    return {str(row["id"]): row["status"] for row in rows}


async def test_the_queue_shows_what_is_chosen_and_keeps_the_choice(matcher: MatcherService):
    pairs = await three_pairs(matcher)
    partner = pairs["varme"]["provider"]["partner"]["id"]

    by_words = await shown(matcher, words="settefisk")
    by_partner = await shown(matcher, partner=partner)
    by_sector = await shown(matcher, sector="industri")
    by_name = await shown(matcher, words="møbler off")
    nothing = await shown(matcher, age="7")
    odd = await shown(matcher, kind="x", partner="x", age="-1", status="x", words="& | <-> '")

    assert "1 forslag passer filteret" in by_words
    assert "need biogass" in by_words
    assert "need varme" not in by_words
    assert "need varme" in by_partner
    assert "need biogass" not in by_partner
    assert "need biogass" in by_sector
    assert "need møbler" not in by_sector
    assert "need møbler" in by_name
    assert "need varme" not in by_name
    assert "Ingen forslag passer filteret." in nothing
    assert "Ingen forslag passer filteret." in odd
    answer = await post(
        matcher, f"{HOME}/suggestions/{pairs['biogass']['id']}/reject?words=vi", reason="other"
    )
    assert "words=vi" in answer.headers["location"]


async def test_one_walks_through_the_queue_by_links(matcher: MatcherService):
    pairs = await three_pairs(matcher)
    first, second, third = sorted(pairs.values(), key=lambda one: (-one["score"], one["id"]))

    page = await shown(matcher)
    middle = unescape((await matcher.browser.get(f"{HOME}/suggestions/{second['id']}")).text)

    assert "1 av 3" in page
    assert f'href="{HOME}/suggestions/{second["id"]}" aria-keyshortcuts="j"' in page
    assert "2 av 3" in middle
    assert f'href="{HOME}/suggestions/{third["id"]}" aria-keyshortcuts="j"' in middle
    assert f'href="{HOME}/suggestions/{first["id"]}" aria-keyshortcuts="k"' in middle


async def test_an_approval_says_when_its_letters_leave_and_is_undone_by_one_press(
    matcher: MatcherService,
):
    pairs = await three_pairs(matcher)
    one = pairs["varme"]["id"]

    answer = await post(matcher, f"{HOME}/suggestions/{one}/approve")
    page = unescape((await matcher.browser.get(answer.headers["location"])).text)
    elsewhere = await shown(matcher)  # the way back stands on every page until then
    back = await post(matcher, f"{HOME}/undo", chosen=one)
    after = unescape((await matcher.browser.get(back.headers["location"])).text)

    assert "Godkjent: Varme need og Varme offer. Brevene går kl." in page
    assert "Brevene går kl." in elsewhere
    assert 'aria-keyshortcuts="z"' in elsewhere
    assert "Angret. Ingen brev er sendt." in after
    assert (await statuses(matcher))[one] == "proposed"
    assert await matcher.events("suggestion.approved.v1") == []


async def test_send_now_does_not_wait_and_cannot_be_undone(matcher: MatcherService):
    pairs = await three_pairs(matcher)
    one = pairs["varme"]["id"]
    await post(matcher, f"{HOME}/suggestions/{one}/approve")

    answer = await post(matcher, f"{HOME}/send-now", chosen=one)
    page = unescape((await matcher.browser.get(answer.headers["location"])).text)
    late = await post(matcher, f"{HOME}/undo", chosen=one)

    assert "Brevene er på vei." in page
    assert late.status_code == 409
    assert "Det er for sent å angre." in late.text
    assert len(await matcher.events("suggestion.approved.v1")) == 1


async def test_several_are_approved_rejected_and_undone_with_one_press(matcher: MatcherService):
    pairs = await three_pairs(matcher)
    two = [pairs["varme"]["id"], pairs["biogass"]["id"]]

    none = await post(matcher, f"{HOME}/several", action="approve")
    no_reason = await post(matcher, f"{HOME}/several", action="reject", chosen=two)
    approved = await post(matcher, f"{HOME}/several", action="approve", chosen=two)
    page = unescape((await matcher.browser.get(approved.headers["location"])).text)
    back = await post(matcher, f"{HOME}/undo", chosen=two)
    after = unescape((await matcher.browser.get(back.headers["location"])).text)
    await post(matcher, f"{HOME}/several", action="reject", reason="too_far", chosen=two)

    assert (none.status_code, no_reason.status_code) == (422, 422)
    assert "Velg minst ett forslag" in none.text
    assert no_reason.text.count(" checked") == 2
    assert "Godkjent: 2 forslag. Brevene går kl." in page
    assert "2 forslag er tilbake i køen" in after
    seen = await statuses(matcher)
    assert [seen[one] for one in two] == ["rejected", "rejected"]


async def test_what_somebody_else_decided_is_left_and_told(matcher: MatcherService):
    pairs = await three_pairs(matcher)
    ids = [one["id"] for one in pairs.values()]
    await matcher.admin.post(f"/api/suggestions/{ids[0]}/reject", json={"reason": "other"})

    page = await post(matcher, f"{HOME}/several", action="approve", chosen=ids)

    assert page.status_code == 409
    assert "Admin har alt avvist dette" in page.text
    assert "Godkjent: 2 forslag." in page.text
    assert sorted((await statuses(matcher)).values()) == ["approved", "approved", "rejected"]


async def test_two_coordinators_with_one_queue_decide_everything_once(matcher: MatcherService):
    pairs = await three_pairs(matcher)
    ids = [one["id"] for one in pairs.values()]
    token = csrf_token_in(await matcher.browser.get(HOME))
    jonas = Grant(role="coordinator", regions=("ostfold",), name="Jonas")
    matcher.stranger.cookies.set("session", await Sessions(matcher.registrar).open(jonas))
    matcher.stranger.headers["accept"] = "text/html"
    other = csrf_token_in(await matcher.stranger.get(HOME))

    answers = await asyncio.gather(
        matcher.browser.post(
            f"{HOME}/several", data={"csrf_token": token, "action": "approve", "chosen": ids}
        ),
        matcher.stranger.post(
            f"{HOME}/several",
            data={"csrf_token": other, "action": "reject", "reason": "other", "chosen": ids},
        ),
    )

    rows = await matcher.database.fetch("SELECT version, leaves_at FROM suggestions")
    assert all(row["version"] == 2 and row["leaves_at"] for row in rows)
    refused = sum(answer.text.count("har alt") for answer in answers)
    assert refused == len(ids)


async def test_shortcuts_can_be_turned_off(matcher: MatcherService):
    await three_pairs(matcher)
    on = await shown(matcher)

    answer = await post(matcher, f"{HOME}/shortcuts", wanted="off")
    off = await shown(matcher)
    page = await matcher.browser.get(answer.headers["location"])

    assert 'aria-keyshortcuts="a"' in on
    assert "aria-keyshortcuts" not in off
    assert "<kbd>a</kbd>" in off
    assert "Snarveiene er av i denne nettleseren." in page.text


async def test_what_is_seen_can_be_downloaded_without_formulas(matcher: MatcherService):
    await three_pairs(matcher)
    await matcher.database.execute("UPDATE items SET title = '=1+1' WHERE kind = 'need'")

    answer = await matcher.browser.get(f"{HOME}/queue.csv", params={"words": "biogass"})
    excel = await matcher.browser.get(f"{HOME}/queue.xlsx")

    _, row = answer.content.decode("utf-8-sig").splitlines()
    assert "Biogass need;'=1+1;Biogass offer" in row
    assert "ko.csv" in answer.headers["content-disposition"]
    assert excel.content.startswith(b"PK")
