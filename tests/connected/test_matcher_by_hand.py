"""Putting two together by hand, and looking at everyone who fits."""

import json
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from httpx import Response

from shared.events.listings import ListingEvent
from shared.events.profiles import PartnerErased
from tests.connected.matcher_harness import CAR_NEED, HEAT_NEED, HEAT_OFFER, a_listing_of
from tests.connected.matcher_harness import a_profile_of as a_profile
from tests.connected.matcher_service import MatcherService, csrf_token_in, running_matcher
from tests.connected.test_matcher import a_pair
from tests.servers import FreshServers
from tests.waiting import until

HOME = "/coordinator"
BY_HAND = f"{HOME}/by-hand"


@pytest_asyncio.fixture
async def matcher(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh) as running:
        yield running


async def publish(matcher: MatcherService, kind: Any, text: str, **given: Any) -> ListingEvent:
    listing = a_listing_of(uuid4(), kind, text, **given)
    name = f"{listing.data.title or kind} AS"
    await matcher.tell(a_profile(listing.data.partner_id, name=name), listing)
    return listing


async def known(matcher: MatcherService, *listings: ListingEvent) -> None:
    for listing in listings:
        await matcher.item_is_known(listing.subject)


async def post(matcher: MatcherService, **form: Any) -> Response:
    page = await matcher.browser.get(HOME)
    token = csrf_token_in(page)
    return await matcher.browser.post(BY_HAND, data={"csrf_token": token, **form})


async def test_two_are_found_chosen_and_put_together(matcher: MatcherService):
    need = await publish(matcher, "need", CAR_NEED, title="Elbiler")
    offer = await publish(matcher, "offer", HEAT_OFFER, title="Overskuddsvarme")
    await known(matcher, need, offer)
    chosen = [str(need.subject), str(offer.subject)]

    by_words = await matcher.browser.get(BY_HAND, params={"words": "ladestasjon"})
    by_name = await matcher.browser.get(BY_HAND, params={"words": "elbiler as"})
    first = await matcher.browser.get(BY_HAND, params={"words": "varme", "item": chosen[0]})
    both = await matcher.browser.get(BY_HAND, params={"item": chosen})
    made = await post(matcher, item=chosen, note="Prøv dette.", action="propose")
    card = await matcher.browser.get(made.headers["location"])

    assert "<h3" in by_words.text
    assert by_words.text.index("Elbiler AS") < by_words.text.index("Overskuddsvarme AS")
    assert "Elbiler AS" in by_name.text
    assert f"item={chosen[1]}" in first.text
    assert "Legg i køen" in both.text
    assert "Laget for hånd" in card.text
    assert "Prøv dette." in card.text


async def test_a_pair_by_hand_can_be_approved_at_once_and_undone(matcher: MatcherService):
    need = await publish(matcher, "need", CAR_NEED)
    offer = await publish(matcher, "offer", HEAT_OFFER)
    await known(matcher, need, offer)

    made = await post(
        matcher, item=[str(need.subject), str(offer.subject)], note="Hei.", action="approve"
    )
    page = await matcher.browser.get(made.headers["location"])

    assert "Brevene går kl." in page.text
    assert "Angre" in page.text


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        pytest.param(["need"], "Velg to som skal settes sammen", id="one alone"),
        pytest.param(["offer", "other"], "De to kan ikke settes sammen.", id="two that give"),
        pytest.param(["need", "gone"], "Et av oppslagene er ikke åpent lenger.", id="gone"),
    ],
)
async def test_what_cannot_be_put_together_comes_back_with_why(
    matcher: MatcherService, chosen: list[str], told: str
):
    listings = {
        "need": await publish(matcher, "need", CAR_NEED),
        "offer": await publish(matcher, "offer", HEAT_OFFER),
        "other": await publish(matcher, "offer", CAR_NEED),
    }
    await known(matcher, *listings.values())
    ids = [str(listings[one].subject) if one in listings else str(uuid4()) for one in chosen]

    page = await post(matcher, item=ids, note="Min hilsen.", action="propose")

    assert page.status_code == 422
    assert told in page.text


async def test_everyone_who_fits_is_listed_with_why_they_are_not_suggested(
    matcher: MatcherService,
):
    pair = await a_pair(matcher)
    need = pair["seeker"]["listing"]["id"]
    far = await publish(matcher, "offer", "Vi har kaffe og overskuddsvarme en gang i blant.")
    rejected = await publish(matcher, "offer", HEAT_OFFER + " Og damp.", title="Damp")
    found = await matcher.suggested(2)
    other = next(one for one in found if one["provider"]["listing"]["title"] == "Damp")
    await matcher.ostfold.post(f"/api/suggestions/{other['id']}/reject", json={"reason": "too_far"})
    await known(matcher, far, rejected)

    page = unescape((await matcher.browser.get(f"{HOME}/items/{need}")).text)

    assert "Er foreslått" in page
    assert "Er avgjort før: Avvist, Ingrid Solhaug" in page
    assert "For langt unna." in page
    assert "Ikke foreslått: under grensen i regionen" in page
    assert page.index("Steinvåg Meieri") < page.index("Ikke foreslått")


async def test_another_regions_listing_is_not_found(matcher: MatcherService):
    need = a_listing_of(uuid4(), "need", HEAT_NEED, region="troms", title="Fjernt")
    await matcher.tell(a_profile(need.data.partner_id, region="troms"), need)
    await known(matcher, need)

    page = await matcher.browser.get(f"{HOME}/items/{need.subject}")
    found = await matcher.browser.get(BY_HAND, params={"words": "veksthus", "region": "troms"})

    assert page.status_code == 404
    assert "Fjernt" not in found.text


async def test_a_group_is_put_together_told_and_holds_while_all_are_there(
    matcher: MatcherService,
):
    offer = await publish(matcher, "offer", HEAT_OFFER, title="Gir")
    need = await publish(matcher, "need", CAR_NEED, title="Trenger")
    third = await publish(matcher, "offer", "Vi forsker på batterier.", title="Forsker")
    again = a_listing_of(third.data.partner_id, "offer", "Vi har et laboratorium.")
    await matcher.tell(again)
    await known(matcher, need, offer, third, again)
    ids = [str(one.subject) for one in (offer, need, third)]

    made = await post(matcher, item=ids, note="Prøv dette sammen.", action="propose")
    card = await matcher.browser.get(made.headers["location"])
    twice = await post(matcher, item=[*ids, str(again.subject)], action="propose")
    *_, event = [json.loads(body) for body in await matcher.events("suggestion.proposed.v1")]
    await matcher.tell(
        a_listing_of(
            third.data.partner_id, "offer", "x", closed=True, subject=third.subject, version=2
        )
    )

    members = [side["item_id"] for side in event["data"]["others"]]
    leading = [event["data"][side]["item_id"] for side in ("seeker", "provider")]
    assert "Gruppe på 3" in card.text
    assert "Vi forsker på batterier." in card.text
    assert (leading, members) == ([ids[1], ids[0]], [ids[2]])
    assert twice.status_code == 422  # two of one partner
    gone = made.headers["location"].rpartition("/")[2]
    withdrawn = "SELECT status FROM suggestions WHERE id = $1"
    await until(
        lambda: matcher.database.fetchval(withdrawn, gone), lambda status: status == "withdrawn"
    )


async def test_a_group_goes_on_without_a_member_that_is_erased(matcher: MatcherService):
    listings = [
        await publish(matcher, "need", CAR_NEED),
        await publish(matcher, "offer", HEAT_OFFER),
        await publish(matcher, "offer", "Vi er Kanarifugl.", title="Kanarifugl"),
    ]
    await known(matcher, *listings)
    await post(matcher, item=[str(one.subject) for one in listings], action="approve")

    gone = listings[2].data.partner_id
    await matcher.tell(PartnerErased(subject=gone, region="ostfold", version=2))
    left = "SELECT count(*) FROM suggestion_members"
    await until(lambda: matcher.database.fetchval(left), lambda count: count == 0)

    (approved,) = await matcher.suggested(status="approved")
    told = "SELECT count(*) FROM outbox WHERE body LIKE '%Kanarifugl%'"
    assert approved["others"] == []
    assert await matcher.database.fetchval(told) == 0
