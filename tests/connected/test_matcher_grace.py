"""Decisions of the console before the others hear of them: undone, hurried, or due."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import pytest_asyncio

from services.matcher.actions.deciding import approve, reject, snooze
from services.matcher.actions.grace import send_now, undo
from services.matcher.actions.republish import republish
from services.matcher.actions.upkeep import follow_the_clock
from services.matcher.domain.errors import AlreadyDecided, SuggestionUnknown, TooLateToUndo
from shared.events.profiles import PartnerErased
from shared.storage.scope import within
from tests.connected.matcher_harness import (
    ELSEWHERE,
    HEAT_NEED,
    HEAT_OFFER,
    INGRID,
    JONAS,
    Matcher,
    a_matcher,
)
from tests.connected.test_matcher_decisions import TOMORROW, close
from tests.servers import FreshServers

GRACE = timedelta(minutes=10)
APPROVED, REJECTED = "suggestion.approved.v1", "suggestion.rejected.v1"


@pytest.fixture(autouse=True)
def serving_ostfold() -> Iterator[None]:
    with within("ostfold"):
        yield


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[Matcher]:
    async with a_matcher(fresh) as made:
        yield made


async def time_passes(matcher: Matcher) -> None:
    await matcher.fetch("UPDATE suggestions SET leaves_at = leaves_at - interval '10 minutes'")
    await follow_the_clock(matcher.database)


async def test_an_approval_is_told_when_its_grace_is_over_and_once(matcher: Matcher):
    found = await matcher.a_pair()

    approved = await approve(matcher.database, found.id, by=INGRID, note="Ring.", grace=GRACE)
    await follow_the_clock(matcher.database)
    early = await matcher.events(APPROVED)
    for _ in range(2):
        await time_passes(matcher)

    assert approved.decided_at
    assert approved.leaves_at == approved.decided_at + GRACE
    assert early == []
    assert len(await matcher.events(APPROVED)) == 1
    assert (await matcher.the_suggestion("approved")).leaves_at is None


async def test_what_is_undone_is_back_in_the_queue_and_nobody_was_told(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, note="Ring.", grace=GRACE)

    for _ in range(2):  # pressed twice
        back = await undo(matcher.database, found.id, by=JONAS)
    await time_passes(matcher)

    assert (back.status, back.decider, back.note) == ("proposed", "", "Ring.")
    assert await matcher.events(APPROVED) == []
    again = await reject(matcher.database, found.id, by=JONAS, reason="too_far", note="")
    assert again.status == "rejected"


async def test_a_note_about_a_rejection_never_gets_into_letters(matcher: Matcher):
    found = await matcher.a_pair()
    await reject(
        matcher.database, found.id, by=INGRID, reason="other", note="Umulige folk.", grace=GRACE
    )

    await undo(matcher.database, found.id, by=INGRID)
    approved = await approve(matcher.database, found.id, by=INGRID)

    assert approved.note == ""


async def test_after_its_grace_nothing_is_undone(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)
    await time_passes(matcher)

    with pytest.raises(TooLateToUndo):
        await undo(matcher.database, found.id, by=INGRID)

    assert len(await matcher.suggestions("approved")) == 1


async def test_what_was_snoozed_can_be_undone(matcher: Matcher):
    found = await matcher.a_pair()
    await snooze(matcher.database, found.id, by=INGRID, until=TOMORROW)

    back = await undo(matcher.database, found.id, by=INGRID)

    assert (back.status, back.snoozed_until) == ("proposed", None)


async def test_nobody_has_to_wait_for_the_grace(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)

    for _ in range(2):
        await send_now(matcher.database, found.id, by=JONAS)

    assert len(await matcher.events(APPROVED)) == 1


async def test_a_program_that_approves_the_same_does_not_wait(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)

    approved = await approve(matcher.database, found.id, by=JONAS)

    assert (approved.decider, approved.leaves_at) == ("Ingrid", None)
    assert len(await matcher.events(APPROVED)) == 1


async def test_a_listing_closed_meanwhile_stops_the_letters(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)

    await close(matcher, found)
    await time_passes(matcher)

    assert await matcher.events(APPROVED) == []
    assert [one.id for one in await matcher.suggestions("withdrawn")] == [found.id]


async def test_a_partner_erased_meanwhile_stops_the_letters(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)

    dairy = found.provider.partner.id
    await matcher.tell(PartnerErased(subject=dairy, region="ostfold", version=9))
    await time_passes(matcher)

    assert await matcher.events(APPROVED) == []


async def test_undoing_brings_back_what_gave_way(matcher: Matcher):
    partner = await matcher.partner("Steinvåg Meieri")
    await matcher.publish("need", HEAT_NEED)
    for text in (HEAT_OFFER, HEAT_OFFER + " Hele året."):
        await matcher.publish("offer", text, by=partner)
    before = await matcher.pairs()
    best = (await matcher.suggestions())[0]

    await approve(matcher.database, best.id, by=INGRID, grace=GRACE)
    without = await matcher.pairs()
    await undo(matcher.database, best.id, by=INGRID)

    assert (len(before), without) == (2, set())
    assert await matcher.pairs() == before


async def test_of_undoing_and_the_clock_at_once_one_wins(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)
    await matcher.fetch("UPDATE suggestions SET leaves_at = now()")

    undone, *_ = await asyncio.gather(
        undo(matcher.database, found.id, by=JONAS),
        *(follow_the_clock(matcher.database) for _ in range(3)),
        return_exceptions=True,
    )

    told = await matcher.events(APPROVED)
    assert len(told) == (1 if isinstance(undone, TooLateToUndo) else 0)
    assert len(await matcher.suggestions("approved")) == len(told)


async def test_of_two_coordinators_at_once_one_decides_also_within_the_grace(matcher: Matcher):
    found = await matcher.a_pair()

    outcomes = await asyncio.gather(
        approve(matcher.database, found.id, by=INGRID, grace=GRACE),
        reject(matcher.database, found.id, by=JONAS, reason="competitor", note="", grace=GRACE),
        return_exceptions=True,
    )
    await time_passes(matcher)

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [AlreadyDecided]
    assert len([*await matcher.events(APPROVED), *await matcher.events(REJECTED)]) == 1


async def test_another_region_undoes_nothing(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)

    for act in (undo, send_now):
        with pytest.raises(SuggestionUnknown):
            await act(matcher.database, found.id, by=ELSEWHERE)


async def test_what_can_be_undone_is_not_told_by_replay(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID, grace=GRACE)

    assert await republish(matcher.database) == 0
