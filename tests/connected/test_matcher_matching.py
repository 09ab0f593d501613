"""What is suggested when things are published, changed and closed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
import pytest_asyncio

from services.matcher.actions.deciding import approve, reject
from shared.events.introductions import IntroductionData, IntroductionSent
from shared.events.profiles import Capability, PartnerErased
from shared.storage.scope import within
from tests.connected.matcher_harness import (
    CAR_NEED,
    HEAT_NEED,
    HEAT_OFFER,
    INGRID,
    YESTERDAY,
    Matcher,
    a_listing_of,
    a_matcher,
    a_profile_of,
)
from tests.fakes.bag_of_words import BagOfWords
from tests.servers import FreshServers


@pytest.fixture(autouse=True)
def serving_ostfold() -> Iterator[None]:
    with within("ostfold"):
        yield


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[Matcher]:
    async with a_matcher(fresh) as made:
        yield made


async def test_a_new_offer_finds_the_need_that_waits(matcher: Matcher):
    need = await matcher.publish("need", HEAT_NEED)
    await matcher.publish("need", CAR_NEED)

    offer = await matcher.publish("offer", HEAT_OFFER)

    assert await matcher.pairs() == {(need.subject, offer.subject)}


async def test_a_new_need_finds_the_offer_and_says_why(matcher: Matcher):
    offer = await matcher.publish("offer", HEAT_OFFER)

    need = await matcher.publish("need", HEAT_NEED)

    found = await matcher.the_suggestion()
    assert (found.seeker.item.id, found.provider.item.id) == (need.subject, offer.subject)
    assert found.kind == "supply"
    assert found.score
    assert found.parts["meaning"] > 0
    assert found.evidence[0].seeker == "Vi ser etter overskuddsvarme til veksthus."
    assert found.evidence[0].provider == HEAT_OFFER


async def test_a_need_finds_what_a_profile_says_a_partner_can_do(matcher: Matcher):
    await matcher.partner("Steinvåg Meieri", capabilities=[HEAT_OFFER])

    await matcher.publish("need", HEAT_NEED)

    assert (await matcher.the_suggestion()).provider.item.kind == "capability"


async def test_an_idea_finds_who_can_develop_it(matcher: Matcher):
    await matcher.publish("offer", HEAT_OFFER)

    await matcher.publish("idea", "Et veksthus som drives av overskuddsvarme.")

    assert (await matcher.the_suggestion()).kind == "develop"


async def test_nobody_is_suggested_to_itself(matcher: Matcher):
    partner = await matcher.partner("Lauvdal Gartneri", capabilities=[HEAT_OFFER])

    await matcher.publish("need", HEAT_NEED, by=partner)
    await matcher.publish("offer", HEAT_OFFER, by=partner)

    assert await matcher.suggestions() == []


async def test_regions_do_not_meet(matcher: Matcher):
    north = await matcher.partner("Nordlys Varme", region="troms")
    await matcher.publish("offer", HEAT_OFFER, by=north, region="troms")

    await matcher.publish("need", HEAT_NEED)

    assert await matcher.suggestions() == []


async def test_an_expired_listing_is_never_suggested(matcher: Matcher):
    await matcher.publish("offer", HEAT_OFFER, expires_on=YESTERDAY)

    await matcher.publish("need", HEAT_NEED)

    assert await matcher.suggestions() == []


async def test_a_need_has_at_most_so_many_open_the_best_ones(fresh: FreshServers):
    async with a_matcher(fresh, most_per_need=2) as matcher:
        await matcher.publish("need", HEAT_NEED)
        for tail in ("", " Vi selger også elbiler og brukte bygg.", " Og litt om kantina."):
            await matcher.publish("offer", HEAT_OFFER + tail)

        found = await matcher.suggestions()

    assert [one.provider.item.text for one in found] == [
        HEAT_OFFER,
        HEAT_OFFER + " Og litt om kantina.",
    ]


async def test_ideas_that_look_for_a_need_take_none_of_its_room(fresh: FreshServers):
    async with a_matcher(fresh, most_per_need=2) as matcher:
        offer = await matcher.publish("offer", HEAT_OFFER)
        for _ in range(3):
            await matcher.publish("idea", HEAT_NEED)

        need = await matcher.publish("need", HEAT_NEED)

        assert (need.subject, offer.subject) in await matcher.pairs()


async def test_a_new_offer_reaches_every_need_that_has_room_for_it(fresh: FreshServers):
    async with a_matcher(fresh, most_per_need=2) as matcher:
        needs = [await matcher.publish("need", HEAT_NEED) for _ in range(5)]

        offer = await matcher.publish("offer", HEAT_OFFER)

        assert await matcher.pairs() == {(need.subject, offer.subject) for need in needs}


async def test_a_capability_gives_way_to_the_same_partners_offer(matcher: Matcher):
    await matcher.publish("need", HEAT_NEED)
    dairy = await matcher.partner("Steinvåg Meieri", capabilities=[HEAT_OFFER])
    by_capability = await matcher.pairs()

    offer = await matcher.publish("offer", HEAT_OFFER, by=dairy)

    assert len(by_capability) == 1
    assert (await matcher.the_suggestion()).provider.item.id == offer.subject


async def test_closing_a_side_takes_the_suggestion_back(matcher: Matcher):
    await matcher.publish("need", HEAT_NEED)
    offer = await matcher.publish("offer", HEAT_OFFER)

    await matcher.close(offer)

    assert await matcher.suggestions() == []
    assert len(await matcher.suggestions("withdrawn")) == 1


async def test_a_change_takes_back_what_no_longer_fits_and_proposes_it_anew(matcher: Matcher):
    need = await matcher.publish("need", HEAT_NEED)
    await matcher.publish("offer", HEAT_OFFER)
    partner = need.data.partner_id

    await matcher.publish("need", CAR_NEED, by=partner, subject=need.subject, version=2)
    after_change = await matcher.suggestions()
    await matcher.publish("need", HEAT_NEED, by=partner, subject=need.subject, version=3)

    assert after_change == []
    assert (await matcher.the_suggestion()).seeker.item.version == 3


async def test_old_news_after_new_changes_nothing(matcher: Matcher):
    partner = await matcher.partner("Lauvdal Gartneri")
    await matcher.publish("offer", HEAT_OFFER)
    new = await matcher.publish("need", HEAT_NEED, by=partner, version=2)

    await matcher.publish("need", CAR_NEED, by=partner, subject=new.subject, version=1)

    assert (await matcher.the_suggestion()).seeker.item.text == HEAT_NEED


async def test_a_publication_that_comes_after_its_closing_stays_closed(matcher: Matcher):
    partner = await matcher.partner("Lauvdal Gartneri")
    await matcher.publish("offer", HEAT_OFFER)
    opened = a_listing_of(partner, "need", HEAT_NEED)
    await matcher.close(opened)

    await matcher.tell(opened)

    assert await matcher.suggestions() == []


async def test_the_same_event_twice_is_acted_on_once(matcher: Matcher):
    await matcher.publish("offer", HEAT_OFFER)
    need = await matcher.publish("need", HEAT_NEED)
    first = await matcher.the_suggestion()

    await matcher.tell(need)

    assert await matcher.the_suggestion() == first


async def test_a_need_and_an_offer_at_the_same_moment_do_not_miss_each_other(matcher: Matcher):
    seeker, provider = [await matcher.partner(name) for name in ("Seeker", "Provider")]
    rounds = [
        (a_listing_of(seeker, "need", HEAT_NEED), a_listing_of(provider, "offer", HEAT_OFFER))
        for _ in range(5)
    ]

    for need, offer in rounds:
        await asyncio.gather(matcher.tell(need), matcher.tell(offer))

    found = await matcher.pairs()
    assert all((need.subject, offer.subject) in found for need, offer in rounds)


async def test_a_listing_that_comes_before_its_profile_waits_for_it(matcher: Matcher):
    await matcher.publish("offer", HEAT_OFFER)
    late = uuid4()
    await matcher.tell(a_listing_of(late, "need", HEAT_NEED))
    before = await matcher.suggestions()

    await matcher.tell(a_profile_of(late, name="Lauvdal Gartneri"))

    assert before == []
    assert (await matcher.the_suggestion()).seeker.partner.name == "Lauvdal Gartneri"


async def test_a_capability_that_is_taken_out_is_no_longer_suggested(matcher: Matcher):
    await matcher.publish("need", HEAT_NEED)
    capability = Capability(id=uuid4(), text=HEAT_OFFER)
    dairy = await matcher.partner("Steinvåg Meieri", capabilities=[capability])
    before = await matcher.pairs()

    await matcher.tell(a_profile_of(dairy, version=2))

    assert len(before) == 1
    assert await matcher.pairs() == set()


async def test_a_rejected_pair_never_comes_back(matcher: Matcher):
    found = await matcher.a_pair()
    item = found.seeker.item

    await reject(matcher.database, found.id, by=INGRID, reason="too_far", note="")
    await matcher.publish(
        "need", HEAT_NEED + " Nå.", by=item.partner_id, subject=item.id, version=2
    )

    assert await matcher.suggestions() == []


async def test_whoever_is_introduced_is_not_suggested_again_by_another_offer(matcher: Matcher):
    found = await matcher.a_pair()

    await approve(matcher.database, found.id, by=INGRID)
    await matcher.publish("offer", HEAT_OFFER, by=found.provider.item.partner_id)

    assert await matcher.suggestions() == []


async def test_those_the_notifier_introduced_are_not_suggested(matcher: Matcher):
    need = await matcher.publish("need", HEAT_NEED)
    dairy = await matcher.partner("Steinvåg Meieri")
    offer = a_listing_of(dairy, "offer", HEAT_OFFER)
    introduction = IntroductionSent(
        subject=uuid4(),
        region="ostfold",
        version=1,
        data=IntroductionData(
            suggestion_id=uuid4(),
            seeker_partner_id=need.data.partner_id,
            provider_partner_id=dairy,
            seeker_item_id=need.subject,
            provider_item_id=offer.subject,
            state="sent",
        ),
    )

    await matcher.tell(introduction, offer)

    assert await matcher.suggestions() == []


async def test_erasing_a_partner_leaves_nothing_of_it(matcher: Matcher):
    canary = "overskuddsvarme til veksthus fra Kanarifugl"
    dairy = await matcher.partner("Kanarifugl Meieri", description=canary, capabilities=[canary])
    offer = await matcher.publish("offer", canary, by=dairy)
    await matcher.publish("need", HEAT_NEED)
    await approve(matcher.database, (await matcher.the_suggestion()).id, by=INGRID)

    await matcher.tell(PartnerErased(subject=dairy, region="ostfold", version=9))
    await matcher.publish("offer", canary, by=dairy, subject=offer.subject, version=12)

    tables = await matcher.fetch(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'matcher'"
    )
    left = [
        row
        for table in tables
        if table["table_name"] not in ("erased_partners", "audit")  # an id, and that it is erased
        for row in await matcher.fetch(f"SELECT t::text AS row FROM {table['table_name']} AS t")  # noqa: S608
        if "kanarifugl" in row["row"].lower() or str(dairy) in row["row"]
    ]
    assert left == []
    assert await matcher.fetch("SELECT id FROM erased_partners") == [{"id": dairy}]


async def test_no_text_is_embedded_twice(fresh: FreshServers):
    encoder = BagOfWords()
    async with a_matcher(fresh, encoder=encoder) as matcher:
        need = await matcher.publish("need", HEAT_NEED)
        for version in (2, 3):
            await matcher.publish(
                "need", HEAT_NEED, by=need.data.partner_id, subject=need.subject, version=version
            )

        assert len(encoder.encoded) == len(set(encoder.encoded))
        assert encoder.encoded[0] == HEAT_NEED
