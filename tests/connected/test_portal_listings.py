"""What waits on the home page, and what one does with one's own listings."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from faststream.redis import RedisBroker

from services.registry.domain.days import months_after
from shared.clock import utc_now
from shared.events.introductions import (
    IntroductionAnswered,
    IntroductionData,
    IntroductionOutcome,
    Outcome,
    PartnerAnswer,
)
from tests.connected.portal_harness import fields_in, portal, title_in
from tests.waiting import until

__all__ = ["portal"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

TODAY = utc_now().date()
SOON = (TODAY + timedelta(days=6)).isoformat()


async def introduce(portal, seeker, provider, *, item, subject=None, **given):
    """An event of the notifier about these two, kept by the registry."""
    data = IntroductionData(
        **{
            "suggestion_id": uuid4(),
            "seeker_partner_id": UUID(seeker.partner["id"]),
            "provider_partner_id": UUID(provider.partner["id"]),
            "seeker_item_id": UUID(item),
            "provider_item_id": uuid4(),
            "state": "sent",
            "sent_at": utc_now(),
            **given,
        }
    )
    kind = IntroductionOutcome if data.outcome else IntroductionAnswered
    version = 1 if subject is None else 2
    event = kind(subject=subject or uuid4(), region="ostfold", version=version, data=data)
    async with RedisBroker(portal.registry.admin_broker_url) as broker:
        await broker.publish(event.model_dump_json().encode(), stream="introductions")
    query = "SELECT version FROM introductions WHERE id = $1"
    await until(
        lambda: portal.registry.database.fetchval(query, event.subject),
        lambda seen: seen == version,
    )
    return event.subject


async def test_home_says_what_waits_and_what_has_happened(portal):
    åse = await portal.contact(name="Steinvåg Meieri")
    tormod = await portal.contact("Tormod Bakkehaug", name="Lauvdal Gartneri")
    mine = åse.partner["id"]
    empty = await åse.open("/")
    need = await portal.registry.published(mine, title="Klimaregnskap", expires_on=SOON)
    heat = await portal.registry.published(mine, title="Overskuddsvarme", kind="offer")
    said_yes = PartnerAnswer(
        partner_id=UUID(tormod.partner["id"]), answer="yes", answered_at=utc_now()
    )
    first = await introduce(portal, åse, tormod, item=heat["id"], answers=(said_yes,))

    waiting = await åse.open("/")

    assert title_in(empty).startswith("Ingenting venter på deg.")
    assert "Dere har ingen oppslag ennå." in empty
    assert title_in(waiting).startswith("2 ting venter på deg.")
    assert "Hei, Åse. 2 ting venter på deg." in waiting
    assert f'href="/mail/introductions/{first}"' in waiting
    assert "Lauvdal Gartneri og dere" in waiting
    assert "Den andre har alt svart." in waiting
    assert "Trenger dere fortsatt «Klimaregnskap»?" in waiting
    assert "Går ut om 6 dager" in waiting
    assert "1 introduksjon" in waiting
    assert "Åse Lindvåg, Steinvåg Meieri" in waiting

    own = PartnerAnswer(partner_id=UUID(mine), answer="yes", answered_at=utc_now())
    outcome = Outcome(result="working", co2e_tonnes=1200, certainty="confirmed")
    given = {"answers": (said_yes, own), "state": "working", "outcome": outcome}
    await introduce(portal, åse, tormod, item=heat["id"], subject=first, **given)
    worked = await åse.open("/")

    assert title_in(worked).startswith("Én ting venter på deg.")
    assert "I samarbeid med Lauvdal Gartneri" in worked
    assert "1\u00a0200 tonn CO₂e i året, bekreftet" in worked
    assert f"/listings/{need['id']}/renew" in worked


async def test_who_the_other_is_stays_unsaid_until_both_said_yes(portal):
    åse = await portal.contact(name="Spørsmål AS")
    hidden = await portal.contact("Per Vik", name="Skjult Partner AS")
    need = await portal.registry.published(åse.partner["id"], title="Noe hemmelig")
    asked = {"asks_first": True, "names_shown": False}
    first = await introduce(portal, åse, hidden, item=need["id"], **asked)
    unseen = await introduce(portal, åse, hidden, item=need["id"], state="waiting")

    before = await åse.open("/")
    theirs = await hidden.open("/")
    await introduce(portal, åse, hidden, item=need["id"], subject=first, state="both_yes")
    after = await åse.open("/")

    assert "Skjult Partner AS" not in before
    assert "Spørsmål AS" not in theirs.partition("<main")[2]
    assert "En partner i nettverket" in before
    assert "«Noe hemmelig»" in before
    assert str(unseen) not in before
    assert "Skjult Partner AS" in after


async def test_one_press_renews_for_three_months_and_a_second_one_changes_nothing(portal):
    åse = await portal.contact()
    need = await portal.registry.published(åse.partner["id"], expires_on=SOON)
    page = f"/listings/{need['id']}/renew"

    looked = await åse.open(page)
    first = await åse.press(page, on=page)
    second = await åse.press(page, on="/", back="/")

    assert "Ja, forny tre måneder" in looked
    assert first.headers["location"] == f"/listings/{need['id']}?done=renewed"
    assert second.headers["location"] == "/?done=renewed"
    renewed = (await portal.registry.admin.get(f"/api/listings/{need['id']}")).json()
    assert date.fromisoformat(renewed["expires_on"]) >= months_after(TODAY, 3)
    assert renewed["version"] == need["version"] + 1


async def test_a_listing_is_closed_because_somebody_was_found_and_opened_again(portal):
    åse = await portal.contact()
    need = await portal.registry.published(åse.partner["id"])
    page = f"/listings/{need['id']}/close"

    closed = await åse.press(page, on=page, reason="found")
    again = await åse.press(page, on=page, reason="no_longer")
    shown = await åse.open(f"/listings/{need['id']}")
    await åse.press(f"/listings/{need['id']}/renew", on=page)

    assert closed.headers["location"].endswith("?done=closed")
    assert again.status_code == 303
    assert "Lukket" in shown
    assert "Vi fant noen" in shown
    told = [event["type"] for event in await portal.told(need["id"], "need.%")]
    assert told == ["need.published.v1", "need.closed.v1", "need.published.v1"]


async def test_a_listing_is_edited_and_nobody_overwrites_a_colleague_unseen(portal):
    åse = await portal.contact()
    need = await portal.registry.published(åse.partner["id"])
    page = f"/listings/{need['id']}/edit"
    form = fields_in(await åse.open(page))

    first = await åse.browser.post(page, data={**form, "text": "Ny \u00adtekst"})
    same = await åse.browser.post(page, data={**form, "text": "Ny tekst"})
    second = await åse.browser.post(page, data={**form, "text": "Eldre tekst"})
    shown = fields_in(second.text)
    insisted = await åse.browser.post(page, data=shown)
    wrong = await åse.browser.post(page, data={**shown, "text": "", "title": "Tittel"})

    assert first.headers["location"] == f"/listings/{need['id']}?done=saved"
    assert same.status_code == 303
    assert second.status_code == 409
    assert "En kollega endret oppslaget mens du skrev." in second.text
    assert "Ny tekst" in second.text
    assert (shown["text"], shown["version"]) == ("Eldre tekst", "2")
    assert insisted.status_code == 303
    assert 'href="#text">Skriv hva dere trenger' in wrong.text
    now = (await portal.registry.admin.get(f"/api/listings/{need['id']}")).json()
    assert (now["text"], now["version"], now["place"]) == ("Eldre tekst", 3, "Sarpsborg")


async def test_a_deleted_listing_is_gone_everywhere_and_told_with_nothing_in_it(portal):
    åse = await portal.contact()
    need = await portal.registry.published(åse.partner["id"], text="Slett meg")
    page = f"/listings/{need['id']}/delete"
    token = fields_in(await åse.open(page))["csrf_token"]

    pressed = [await åse.browser.post(page, data={"csrf_token": token}) for _ in range(2)]

    assert {answer.headers["location"] for answer in pressed} == {"/listings?done=deleted"}
    assert (await åse.browser.get(f"/listings/{need['id']}")).status_code == 404
    last = (await portal.told(need["id"], "need.%"))[-1]
    assert (last["type"], last["version"]) == ("need.closed.v1", 2)
    assert (last["data"]["title"], last["data"]["text"]) == ("", "")
    draft, form = await åse.begin()
    sent = {**form, "text": "Vi trenger noe nytt", "advised": "1", "do": "publish"}
    answer = await åse.browser.post(draft.replace(draft[-36:], need["id"]), data=sent)
    assert need["id"] not in answer.headers["location"]


async def test_of_others_one_reads_what_is_open_and_no_names(portal):
    åse = await portal.contact()
    per = await portal.contact("Per Vik", name="Vik Transport", region="ostfold")
    far = await portal.contact("Nils Nord", name="Nord", region="troms", place="Tromsø")
    theirs = await portal.registry.published(per.partner["id"], title="Kasser", language="nn")

    page = await åse.open(f"/listings/{theirs['id']}")
    from_afar = await far.browser.get(f"/listings/{theirs['id']}")
    await per.press(
        f"/listings/{theirs['id']}/close", on=f"/listings/{theirs['id']}/close", reason="found"
    )
    closed = await åse.browser.get(f"/listings/{theirs['id']}")

    assert "Vik Transport" in page
    assert 'lang="nn" dir="auto">Kasser' in page
    assert "Per Vik" not in page
    assert "/edit" not in page
    assert (from_afar.status_code, closed.status_code) == (404, 404)
