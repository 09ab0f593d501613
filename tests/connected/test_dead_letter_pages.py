"""The page of events that could not be acted on."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from shared.events.base import Event
from shared.events.reading import write_event
from shared.messaging.dead_letters import DeadLetter, DeadLetters
from tests.connected.matcher_service import MatcherService, csrf_token_in, running_matcher
from tests.factories import a_need
from tests.servers import FreshServers

PAGE = "/coordinator/dead-letters"


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh) as running:
        yield running


async def bury(
    matcher: MatcherService, buried: Event | bytes, *, reason: str = "ValueError: nei"
) -> None:
    event = None if isinstance(buried, bytes) else buried
    body = buried if isinstance(buried, bytes) else write_event(buried)
    letters = DeadLetters(matcher.database)
    await letters.keep(stream="listings", body=body, reason=reason, attempts=5, event=event)


async def buried(matcher: MatcherService) -> list[DeadLetter]:
    return await DeadLetters(matcher.database).all()


async def test_a_coordinator_reads_why_and_what(matcher: MatcherService):
    await bury(matcher, a_need(data={"title": "Varme <b>nå</b>"}))

    page = await matcher.browser.get(PAGE)

    assert page.status_code == 200
    assert "ValueError: nei" in page.text
    assert "Varme &lt;b&gt;nå&lt;/b&gt;" in page.text
    assert "5 forsøk" in page.text


@pytest.mark.parametrize(
    "of_others",
    [
        pytest.param(a_need(region="vestland"), id="another region's"),
        pytest.param(b"\xff\x00 gift", id="unreadable"),
        pytest.param(b'{"region": "ostfold"}', id="only says that it is of the region"),
    ],
)
async def test_a_coordinator_neither_sees_nor_drops_what_is_not_of_the_own_region(
    matcher: MatcherService, of_others: Event | bytes
):
    await bury(matcher, a_need(), reason="min egen")
    await bury(matcher, of_others, reason="en annens")
    page = await matcher.browser.get(PAGE)
    other = (await buried(matcher))[-1]

    dropping = await matcher.browser.post(
        f"{PAGE}/{other.id}/drop", data={"csrf_token": csrf_token_in(page)}
    )

    assert "min egen" in page.text
    assert "en annens" not in page.text
    assert dropping.status_code == 303
    assert other in await buried(matcher)


async def test_what_is_dropped_is_gone(matcher: MatcherService):
    await bury(matcher, a_need())
    [letter] = await buried(matcher)
    page = await matcher.browser.get(PAGE)

    answer = await matcher.browser.post(
        f"{PAGE}/{letter.id}/drop", data={"csrf_token": csrf_token_in(page)}
    )

    assert answer.headers["location"] == f"{PAGE}?done=drop"
    assert await buried(matcher) == []
    assert "Ingenting er stanset" in (await matcher.browser.get(PAGE)).text


async def test_what_is_to_be_tried_again_is_marked_for_the_service(matcher: MatcherService):
    await bury(matcher, a_need())
    [letter] = await buried(matcher)
    page = await matcher.browser.get(PAGE)

    answer = await matcher.browser.post(
        f"{PAGE}/{letter.id}/retry", data={"csrf_token": csrf_token_in(page)}
    )

    assert answer.headers["location"] == f"{PAGE}?done=retry"


@pytest.mark.parametrize("step", ["retry", "drop"])
async def test_a_form_that_is_not_ours_changes_nothing(matcher: MatcherService, step: str):
    await bury(matcher, a_need())
    [letter] = await buried(matcher)

    answer = await matcher.browser.post(f"{PAGE}/{letter.id}/{step}", data={"csrf_token": "x"})

    assert answer.status_code == 403
    assert await buried(matcher) == [letter]


async def test_strangers_see_nothing(matcher: MatcherService):
    answer = await matcher.stranger.get(PAGE)

    assert answer.status_code == 401
