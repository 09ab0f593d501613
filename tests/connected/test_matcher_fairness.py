"""Partners are left in peace: none gets more than there is room for, nor twice, nor in a pause."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from services.matcher.actions.deciding import reject
from services.matcher.actions.everyone import everyone
from services.matcher.actions.upkeep import look_again, tidy_up
from shared.events.regions import MatchingSettings, RegionConfigured
from shared.events.suggestions import RejectionReason
from shared.storage.scope import everywhere, within
from tests.connected.matcher_harness import (
    HEAT_NEED,
    HEAT_OFFER,
    INGRID,
    Matcher,
    a_listing_of,
    a_matcher,
    a_profile_of,
)
from tests.servers import FreshServers

LESS = " Og litt om kantina, og om alt det andre vi gjør i løpet av året."


@pytest.fixture(autouse=True)
def serving_ostfold() -> Iterator[None]:
    with within("ostfold"):
        yield


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[Matcher]:
    async with a_matcher(fresh) as made:
        yield made


async def set_up(matcher: Matcher, *, version: int = 1, **given: Any) -> None:
    data = MatchingSettings(slug="ostfold", name="Østfold", **given)
    event = RegionConfigured(subject=UUID(int=1), region="ostfold", version=version, data=data)
    await matcher.tell(event)


async def catch_up(matcher: Matcher) -> None:
    with everywhere():
        while await look_again(matcher.database, matcher.matching):
            pass


async def why_not(matcher: Matcher, item_id: UUID) -> list[str]:
    async with matcher.database.transaction() as tx:
        item = await tx.items.get(item_id)
    assert item
    return [one.why for one in await everyone(matcher.database, matcher.matching, item)]


async def test_a_partner_has_so_many_open_and_the_better_stay(matcher: Matcher):
    await set_up(matcher, open_suggestions=1)
    offer = await matcher.publish("offer", HEAT_OFFER)
    worse = await matcher.publish("need", HEAT_NEED + LESS)

    better = await matcher.publish("need", HEAT_NEED)

    assert await matcher.pairs() == {(better.subject, offer.subject)}
    assert await why_not(matcher, worse.subject) == ["no_room"]


async def test_whoever_waited_comes_when_there_is_room(matcher: Matcher):
    await set_up(matcher, open_suggestions=1)
    offer = await matcher.publish("offer", HEAT_OFFER)
    worse = await matcher.publish("need", HEAT_NEED + LESS)
    await matcher.publish("need", HEAT_NEED)
    first = await matcher.the_suggestion()

    await reject(matcher.database, first.id, by=INGRID, reason="too_far", note="")
    await catch_up(matcher)

    assert await matcher.pairs() == {(worse.subject, offer.subject)}


async def test_other_settings_of_a_region_hold_for_what_waits_already(matcher: Matcher):
    await set_up(matcher)
    for tail in ("", LESS):
        await matcher.publish("need", HEAT_NEED + tail)
    await matcher.publish("offer", HEAT_OFFER)
    assert len(await matcher.suggestions()) == 2

    await set_up(matcher, version=2, open_suggestions=1)
    await catch_up(matcher)
    assert len(await matcher.suggestions()) == 1

    await set_up(matcher, version=3, threshold=1.0)
    await catch_up(matcher)
    assert await matcher.suggestions() == []


async def test_a_partner_that_pauses_gets_nothing_until_it_is_back(matcher: Matcher):
    partner_id = uuid4()
    await matcher.tell(a_profile_of(partner_id))
    offer = await matcher.publish("offer", HEAT_OFFER, by=partner_id)
    need = await matcher.publish("need", HEAT_NEED)
    assert await matcher.pairs() == {(need.subject, offer.subject)}

    await matcher.tell(a_profile_of(partner_id, version=2, is_paused=True))
    another = await matcher.publish("need", HEAT_NEED + LESS)

    assert await matcher.suggestions() == []
    assert await why_not(matcher, another.subject) == ["paused"]

    await matcher.tell(a_profile_of(partner_id, version=3))

    assert await matcher.pairs() == {
        (need.subject, offer.subject),
        (another.subject, offer.subject),
    }


@pytest.mark.parametrize(
    ("reason", "still_held_after", "free_after"),
    [
        pytest.param("too_far", "364 days", "367 days", id="a year"),
        pytest.param("bad_timing", "170 days", "190 days", id="half a year where timing was bad"),
    ],
)
async def test_two_partners_are_not_suggested_again_for_a_while(
    matcher: Matcher, reason: RejectionReason, still_held_after: str, free_after: str
):
    one, other = await matcher.partner("Lauvdal Gartneri"), await matcher.partner("Steinvåg")
    await matcher.publish("need", HEAT_NEED, by=one)
    offer = await matcher.publish("offer", HEAT_OFFER, by=other)
    first = await matcher.the_suggestion()
    await reject(matcher.database, first.id, by=INGRID, reason=reason, note="Bare oss imellom")

    another = await matcher.publish("need", HEAT_NEED + LESS, by=one)
    assert await matcher.suggestions() == []
    assert "recently" in await why_not(matcher, another.subject)

    await decided(matcher, still_held_after)
    assert await published_again(matcher, another, one) == set()
    await decided(matcher, free_after)
    found = await published_again(matcher, another, one, version=3)

    assert (another.subject, offer.subject) in found


async def test_what_came_at_a_bad_time_comes_back_by_itself_without_the_note(matcher: Matcher):
    first = await matcher.a_pair()
    await reject(matcher.database, first.id, by=INGRID, reason="bad_timing", note="Etter ferien")
    six_months_and_an_hour = (
        "UPDATE suggestions SET decided_at = now() - interval '6 months' - interval '1 hour'"
    )
    await matcher.fetch(six_months_and_an_hour)

    with everywhere():
        await tidy_up(matcher.database)
    await catch_up(matcher)

    back = await matcher.the_suggestion()
    assert (back.id, back.reason, back.decider, back.note) == (first.id, None, "", "")
    assert len(await matcher.events("suggestion.proposed.v1")) == 2


async def decided(matcher: Matcher, ago: str) -> None:
    await matcher.fetch("UPDATE suggestions SET decided_at = now() - $1::text::interval", ago)


async def published_again(
    matcher: Matcher, listing: Any, by: UUID, *, version: int = 2
) -> set[tuple[UUID, UUID]]:
    text = listing.data.text + f" Versjon {version}."
    await matcher.tell(a_listing_of(by, "need", text, subject=listing.subject, version=version))
    return await matcher.pairs()
