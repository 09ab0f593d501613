"""What coordinators decide, alone and at the same time."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from services.matcher.actions.by_hand import propose_by_hand
from services.matcher.actions.deciding import approve, reject, snooze
from services.matcher.actions.republish import republish
from services.matcher.actions.upkeep import embed_again, follow_the_clock
from services.matcher.domain.errors import (
    AlreadyDecided,
    ItemUnknown,
    PairImpossible,
    SnoozeOutOfRange,
    SuggestionUnknown,
    SuggestionWithdrawn,
)
from services.matcher.domain.suggestions import Suggestion
from shared.events.listings import ListingEvent
from shared.storage.scope import within
from tests.connected.matcher_harness import (
    CAR_NEED,
    ELSEWHERE,
    HEAT_NEED,
    HEAT_OFFER,
    INGRID,
    JONAS,
    Matcher,
    a_listing_of,
    a_matcher,
)
from tests.fakes.bag_of_words import BagOfWords
from tests.servers import FreshServers

TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(autouse=True)
def serving_ostfold() -> Iterator[None]:
    with within("ostfold"):
        yield


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[Matcher]:
    async with a_matcher(fresh) as made:
        yield made


async def test_approval_tells_the_others_of_both_sides(matcher: Matcher):
    found = await matcher.a_pair()

    approved = await approve(matcher.database, found.id, by=INGRID, note="Ring gjerne.")

    (event,) = [json.loads(row["body"]) for row in await matcher.events("suggestion.approved.v1")]
    assert (approved.status, approved.decider) == ("approved", "Ingrid")
    assert event["subject"] == str(found.id)
    assert event["data"]["seeker"]["text"] == HEAT_NEED
    assert event["data"]["provider"]["text"] == HEAT_OFFER
    assert event["data"]["evidence"]
    assert event["data"]["note"] == "Ring gjerne."


async def test_the_same_decision_again_changes_nothing(matcher: Matcher):
    found = await matcher.a_pair()

    first = await approve(matcher.database, found.id, by=INGRID)
    second = await approve(matcher.database, found.id, by=JONAS)

    assert second == first
    assert len(await matcher.events("suggestion.approved.v1")) == 1


async def test_another_decision_is_refused_and_says_who_was_first(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID)

    with pytest.raises(AlreadyDecided) as refused:
        await reject(matcher.database, found.id, by=JONAS, reason="too_far", note="")

    assert refused.value.decider == "Ingrid"
    assert await matcher.events("suggestion.rejected.v1") == []


async def test_of_two_coordinators_at_once_one_decides(matcher: Matcher):
    found = await matcher.a_pair()

    outcomes = await asyncio.gather(
        approve(matcher.database, found.id, by=INGRID),
        reject(matcher.database, found.id, by=JONAS, reason="competitor", note=""),
        return_exceptions=True,
    )

    decided = await matcher.fetch(
        "SELECT type FROM outbox WHERE type LIKE ANY ('{%.approved.v1,%.rejected.v1}')"
    )
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [AlreadyDecided]
    assert len(decided) == 1


async def test_two_approvals_at_once_are_one(matcher: Matcher):
    found = await matcher.a_pair()

    outcomes = await asyncio.gather(
        *(approve(matcher.database, found.id, by=one) for one in (INGRID, JONAS))
    )

    assert outcomes[0] == outcomes[1]
    assert len(await matcher.events("suggestion.approved.v1")) == 1


async def test_what_is_taken_back_cannot_be_approved(matcher: Matcher):
    found = await matcher.a_pair()
    await close(matcher, found)

    with pytest.raises(SuggestionWithdrawn):
        await approve(matcher.database, found.id, by=INGRID)


async def test_what_has_expired_since_cannot_be_approved(matcher: Matcher):
    found = await matcher.a_pair()
    await matcher.fetch("UPDATE items SET expires_on = '2020-01-01'")

    with pytest.raises(SuggestionWithdrawn):
        await approve(matcher.database, found.id, by=INGRID)


async def test_an_expired_side_takes_the_suggestion_back(matcher: Matcher):
    await matcher.a_pair()
    await matcher.fetch("UPDATE items SET expires_on = '2020-01-01'")

    await follow_the_clock(matcher.database)

    assert await matcher.suggestions() == []


async def test_what_is_snoozed_comes_back_when_the_time_is_up(matcher: Matcher):
    found = await matcher.a_pair()
    await snooze(matcher.database, found.id, by=INGRID, until=TOMORROW)
    await follow_the_clock(matcher.database)
    waiting_too_early = await matcher.suggestions()

    await matcher.fetch("UPDATE suggestions SET snoozed_until = now() - interval '1 second'")
    await follow_the_clock(matcher.database)

    assert waiting_too_early == []
    assert (await matcher.the_suggestion()).id == found.id


async def test_nothing_is_snoozed_into_the_past(matcher: Matcher):
    found = await matcher.a_pair()

    with pytest.raises(SnoozeOutOfRange):
        await snooze(
            matcher.database, found.id, by=INGRID, until=datetime.now(UTC) - timedelta(minutes=1)
        )


async def test_another_regions_suggestion_is_as_if_it_were_not_there(matcher: Matcher):
    found = await matcher.a_pair()

    with pytest.raises(SuggestionUnknown):
        await approve(matcher.database, found.id, by=ELSEWHERE)


async def test_a_pair_by_hand_needs_no_likeness(matcher: Matcher):
    need = await matcher.publish("need", CAR_NEED)
    offer = await matcher.publish("offer", HEAT_OFFER)

    made = await by_hand(matcher, need, offer)

    assert (made.status, made.by_hand, made.note) == ("proposed", True, "Prøv.")
    assert made.score is not None


async def test_a_pair_by_hand_stays_when_a_side_changes(matcher: Matcher):
    need = await matcher.publish("need", CAR_NEED)
    offer = await matcher.publish("offer", HEAT_OFFER)
    made = await by_hand(matcher, need, offer)

    await matcher.publish(
        "need", CAR_NEED + " Snart.", by=need.data.partner_id, subject=need.subject, version=2
    )

    assert (await matcher.the_suggestion()).id == made.id


async def test_who_of_a_pair_by_hand_seeks_is_found_out(matcher: Matcher):
    need = await matcher.publish("need", CAR_NEED)
    offer = await matcher.publish("offer", HEAT_OFFER)

    made = await by_hand(matcher, offer, need)

    assert made.seeker.item.id == need.subject


async def test_two_who_need_the_same_are_one_pair_whoever_is_named_first(matcher: Matcher):
    one, other = [await matcher.publish("need", CAR_NEED) for _ in range(2)]

    first = await by_hand(matcher, one, other)
    second = await by_hand(matcher, other, one)

    assert first.kind == "together"
    assert second.id == first.id


async def test_two_offers_are_no_pair(matcher: Matcher):
    one, other = [await matcher.publish("offer", HEAT_OFFER) for _ in range(2)]

    with pytest.raises(PairImpossible):
        await by_hand(matcher, one, other)


async def test_a_closed_listing_is_not_put_into_a_pair(matcher: Matcher):
    need = await matcher.publish("need", CAR_NEED)
    offer = await matcher.publish("offer", HEAT_OFFER)
    await matcher.close(offer)

    with pytest.raises(ItemUnknown) as refused:
        await by_hand(matcher, need, offer)

    assert refused.value.field == "provider_listing"


async def test_a_rejected_pair_is_not_made_by_hand(matcher: Matcher):
    found = await matcher.a_pair()
    await reject(matcher.database, found.id, by=INGRID, reason="too_far", note="")

    with pytest.raises(AlreadyDecided):
        await propose_by_hand(
            matcher.database,
            matcher.matching,
            seeker_id=found.seeker.item.id,
            provider_id=found.provider.item.id,
            provider_field="provider_listing",
            by=INGRID,
        )


async def test_every_decision_can_be_told_once_more(matcher: Matcher):
    found = await matcher.a_pair()
    await approve(matcher.database, found.id, by=INGRID)

    count = await republish(matcher.database)

    told = await matcher.events("suggestion.approved.v1")
    first, second = [json.loads(row["body"]) for row in told]
    assert count == 1
    assert first["id"] != second["id"]
    assert first["data"] == second["data"]


async def test_the_longest_texts_of_the_widest_letters_can_be_approved(matcher: Matcher):
    wide = "𝒱𝒶𝓇𝓂ℯ overskuddsvarme veksthus "
    text = (wide + "🌱" * 10_000)[:10_000]
    await matcher.publish("need", text)
    await matcher.publish("offer", text)
    found = await matcher.the_suggestion()

    approved = await approve(matcher.database, found.id, by=INGRID)

    assert approved.status == "approved"


async def test_another_model_embeds_everything_again_and_compares_nothing_across(
    fresh: FreshServers,
):
    async with a_matcher(fresh) as matcher:
        await matcher.publish("offer", HEAT_OFFER)
    async with a_matcher(fresh, encoder=BagOfWords("another model")) as matcher:
        await matcher.publish("need", HEAT_NEED)
        before = await matcher.suggestions()

        while await embed_again(matcher.database, matcher.matching):
            pass

        models = await matcher.fetch("SELECT DISTINCT model FROM vectors ORDER BY model")
        assert before == []
        assert len(await matcher.suggestions()) == 1
        assert [row["model"] for row in models] == ["another model", "bag-of-words"]


async def by_hand(matcher: Matcher, one: ListingEvent, other: ListingEvent) -> Suggestion:
    return await propose_by_hand(
        matcher.database,
        matcher.matching,
        seeker_id=one.subject,
        provider_id=other.subject,
        provider_field="provider_listing",
        by=INGRID,
        note="Prøv.",
    )


async def close(matcher: Matcher, found: Suggestion) -> None:
    item = found.provider.item
    await matcher.tell(
        a_listing_of(item.partner_id, "offer", item.text, closed=True, subject=item.id, version=2)
    )
