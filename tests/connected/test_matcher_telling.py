"""What the others hear of pairs before anybody decides, and what the matcher hears of regions."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from services.matcher.actions.deciding import approve, snooze
from services.matcher.actions.republish import republish
from services.matcher.actions.upkeep import follow_the_clock
from shared.events.regions import MatchingSettings, RegionConfigured
from shared.storage.scope import within
from tests.connected.matcher_harness import HEAT_NEED, HEAT_OFFER, INGRID, Matcher, a_matcher
from tests.connected.test_matcher_decisions import TOMORROW
from tests.servers import FreshServers

REGION = uuid4()
PROPOSED, WITHDRAWN = "suggestion.proposed.v1", "suggestion.withdrawn.v1"


@pytest.fixture(autouse=True)
def serving_ostfold() -> Iterator[None]:
    with within("ostfold"):
        yield


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[Matcher]:
    async with a_matcher(fresh) as made:
        yield made


async def told(matcher: Matcher, type_: str) -> list[dict[str, Any]]:
    return [json.loads(row["body"]) for row in await matcher.events(type_)]


async def test_a_proposed_pair_is_told_with_both_sides_and_what_speaks_for_it(matcher: Matcher):
    found = await matcher.a_pair()

    (event,) = await told(matcher, PROPOSED)
    assert event["subject"] == str(found.id)
    assert (event["version"], event["region"]) == (found.version, "ostfold")
    assert event["data"]["seeker"]["text"] == HEAT_NEED
    assert event["data"]["evidence"]
    reasons = {reason["name"]: reason["facts"] for reason in event["data"]["speaks_for"]}
    assert reasons["concepts"] == {"topic": "veksthus, overskuddsvarme"}  # the title comes first
    assert reasons.keys() <= {name for name, part in found.parts.items() if part > 0}
    assert event["data"]["speaks_against"] == []


async def test_a_change_is_told_and_a_score_that_trembles_is_not(matcher: Matcher):
    found = await matcher.a_pair()
    need = found.seeker.item

    await matcher.fetch("UPDATE suggestions SET score = score + 0.009, version = version + 1")
    await follow_the_clock(matcher.database)
    trembling = await told(matcher, PROPOSED)
    await matcher.fetch("UPDATE suggestions SET score = score - 0.02, version = version + 1")
    await follow_the_clock(matcher.database)
    moved = await told(matcher, PROPOSED)
    await matcher.publish(
        "need", HEAT_NEED + " Snart.", by=need.partner_id, subject=need.id, version=2
    )
    rewritten = await told(matcher, PROPOSED)

    assert [len(seen) for seen in (trembling, moved, rewritten)] == [1, 2, 3]
    assert rewritten[-1]["data"]["seeker"]["text"] == HEAT_NEED + " Snart."
    assert [event["version"] for event in rewritten] == sorted(
        {event["version"] for event in rewritten}
    )


async def test_what_is_withdrawn_is_told_once_and_anew_when_it_is_proposed_again(matcher: Matcher):
    await matcher.publish("need", HEAT_NEED)
    offer = await matcher.publish("offer", HEAT_OFFER)

    await matcher.close(offer)
    await follow_the_clock(matcher.database)
    taken_back = await told(matcher, WITHDRAWN)
    await matcher.publish(
        "offer", HEAT_OFFER, by=offer.data.partner_id, subject=offer.subject, version=3
    )

    assert len(taken_back) == 1
    assert taken_back[0]["data"]["provider"]["item_id"] == str(offer.subject)
    assert len(await told(matcher, PROPOSED)) == 2


async def test_an_approval_takes_back_its_siblings_and_tells_of_it(matcher: Matcher):
    partner = await matcher.partner("Steinvåg Meieri")
    await matcher.publish("need", HEAT_NEED)
    for text in (HEAT_OFFER, HEAT_OFFER + " Hele året."):
        await matcher.publish("offer", text, by=partner)
    best, sibling = await matcher.suggestions()

    await approve(matcher.database, best.id, by=INGRID)

    assert [event["subject"] for event in await told(matcher, WITHDRAWN)] == [str(sibling.id)]


async def test_what_is_snoozed_is_no_news(matcher: Matcher):
    found = await matcher.a_pair()

    await snooze(matcher.database, found.id, by=INGRID, until=TOMORROW)
    await follow_the_clock(matcher.database)

    assert len(await told(matcher, PROPOSED)) == 1


async def test_pairs_from_before_are_told_of_when_the_clock_is_followed(matcher: Matcher):
    await matcher.a_pair()
    await matcher.fetch("UPDATE suggestions SET told_version = 0, told_hash = NULL")

    for _ in range(2):
        await follow_the_clock(matcher.database)

    assert len(await told(matcher, PROPOSED)) == 2


async def test_open_and_withdrawn_pairs_are_told_once_more_with_the_rest(matcher: Matcher):
    await matcher.publish("need", HEAT_NEED)
    offer = await matcher.publish("offer", HEAT_OFFER)
    await republish(matcher.database)
    await matcher.close(offer)

    assert await republish(matcher.database) == 1

    assert [len(await told(matcher, type_)) for type_ in (PROPOSED, WITHDRAWN)] == [2, 2]


async def test_a_regions_settings_are_kept_as_they_were_last_told(matcher: Matcher):
    def configured(version: int, **given: Any) -> RegionConfigured:
        data = MatchingSettings(slug="ostfold", name="Østfold", **given)
        return RegionConfigured(subject=REGION, region="ostfold", version=version, data=data)

    await matcher.tell(
        configured(2, threshold=0.4, nobody_fits_days=10), configured(1, threshold=0.9)
    )

    async with matcher.database.transaction() as tx:
        kept, unknown = await tx.regions.of("ostfold"), await tx.regions.of("troms")
    assert (kept.threshold, kept.nobody_fits_days) == (0.4, 10)
    assert (unknown.threshold, unknown.nobody_fits_days) == (None, 30)
