"""From the first letter to the outcome, by the clock: asking first, reminders, turns, absences."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest_asyncio
from uuid6 import uuid7

from services.notifier.actions.tick import tick
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.links import Links
from services.notifier.domain.working_calendar import due_at
from services.notifier.storage.database import SCHEMA, Database
from shared.access.grant import Grant
from shared.events.contacts import (
    ContactInvited,
    CoordinatorData,
    CoordinatorUpdated,
    InvitationData,
)
from shared.events.listings import ListingData, NeedPublished, OfferPublished
from shared.events.suggestions import QuestionAsked, QuestionData, SuggestionProposed
from shared.storage.pool import ConnectionPool
from tests.connected.notifier_harness import (
    URL,
    Notifier,
    Partner,
    a_region,
    an_approval,
    dairy,
    nursery,
    running_notifier,
)
from tests.fakes.smtp import SmtpPeer, smtp_peer
from tests.servers import FreshServers
from tests.waiting import until

Tick = Callable[[datetime], Awaitable[None]]
MONDAYS = "SELECT count(*) FROM letters WHERE kind = 'monday'"
KINDS = "SELECT kind, state FROM letters WHERE partner_id = $1 ORDER BY id"


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest_asyncio.fixture
async def notifier(fresh: FreshServers, peer: SmtpPeer) -> AsyncIterator[Notifier]:
    async with running_notifier(fresh, peer) as running:
        yield running


@pytest_asyncio.fixture
async def clock(fresh: FreshServers, notifier: Notifier) -> AsyncIterator[Tick]:
    """Does what is due at a moment."""
    assert notifier.app
    pool = ConnectionPool(fresh.database_url("notifier"), schema=SCHEMA)
    await pool.open()
    links = Links(public_url=URL, secret_key="n" * 32, lifetime=10**8)
    writer = LetterWriter(
        links=links, fallback_sender="post@x.example", mail_domain="notifier.example"
    )

    async def at(now: datetime) -> None:
        await tick(Database(pool), writer=writer, now=now)

    yield at
    await pool.close()


async def kinds(notifier: Notifier, partner: Partner) -> list[tuple[str, str]]:
    return [tuple(row) for row in await notifier.database.fetch(KINDS, partner.id)]


async def all_sent(notifier: Notifier, *partners: Partner) -> None:
    for partner in partners:
        await until(
            lambda partner=partner: kinds(notifier, partner),
            lambda found: bool(found) and {state for _, state in found} <= {"sent", "refused"},
        )


async def answer(notifier: Notifier, partner: Partner, choice: str, id_: Any) -> str:
    links = Links(public_url=URL, secret_key="n" * 32, lifetime=10**8)
    page = links.answer_url(introduction_id=id_, partner_id=partner.id)
    answered = await notifier.stranger.post(
        page, data={"answer": choice}, headers={"accept": "text/html"}
    )
    assert answered.status_code == 200, answered.text
    return answered.text


async def known(notifier: Notifier, *partners: Partner, **region: Any) -> None:
    await notifier.tell(a_region(data=region), *(partner.contact_event() for partner in partners))


async def test_reminders_come_by_working_days_and_end_when_somebody_answers(
    notifier: Notifier, clock: Tick
):
    seeker, provider = nursery(), dairy()
    await known(notifier, seeker, provider)
    approval = an_approval(seeker, provider)
    await notifier.tell(approval)
    await all_sent(notifier, seeker, provider)
    sent = datetime.now(UTC)
    week, third = (due_at(sent, days=days) + timedelta(hours=1) for days in (7, 21))
    await answer(notifier, provider, "yes", approval.subject)

    await clock(sent + timedelta(hours=23))
    before = await kinds(notifier, seeker)
    for _ in range(2):
        await clock(week)
    await all_sent(notifier, seeker, provider)
    first = await kinds(notifier, seeker)
    await notifier.database.execute(
        "UPDATE letters SET sent_at = sent_at - interval '2 days' WHERE kind = 'reminder'"
    )
    await clock(third)
    await all_sent(notifier, seeker)
    second = await kinds(notifier, seeker)
    await clock(sent + timedelta(days=50))

    assert [kind for kind, _ in before] == ["introduction"]
    assert [kind for kind, _ in first] == ["introduction", "reminder"]
    assert [kind for kind, _ in second] == ["introduction", "reminder", "reminder"]
    assert await kinds(notifier, seeker) == second
    # Three weeks after a yes it is asked how it went, also while the other says nothing.
    to_provider = [kind for kind, _ in await kinds(notifier, provider)]
    assert to_provider == ["introduction", "outcome_question"]
    reminded = await notifier.told("introduction.reminded.v1")
    assert len(reminded) == 2
    assert reminded[-1]["data"]["reminded_at"]


async def test_both_yes_brings_thanks_and_then_a_question_about_the_outcome(
    notifier: Notifier, clock: Tick
):
    seeker, provider = nursery(), dairy()
    await known(notifier, seeker, provider)
    approval = an_approval(seeker, provider)
    await notifier.tell(approval)
    await all_sent(notifier, seeker, provider)
    for partner in (seeker, provider, seeker):
        await answer(notifier, partner, "yes", approval.subject)
    now = datetime.now(UTC)
    three, twelve = (due_at(now, days=7 * weeks) + timedelta(hours=1) for weeks in (3, 12))

    for _ in range(2):
        await clock(three)
    asked = [kind for kind, _ in await kinds(notifier, seeker)]
    coordinator = await notifier.client(Grant(role="coordinator", regions=("ostfold",)))
    await coordinator.post(
        f"/api/introductions/{approval.subject}/outcome", json={"result": "contract"}
    )
    await clock(twelve)

    assert asked == ["introduction", "thanks", "outcome_question"]
    assert [kind for kind, _ in await kinds(notifier, seeker)] == asked
    assert [kind for kind, _ in await kinds(notifier, provider)] == asked


async def test_asked_first_both_learn_of_each_other_once_both_say_yes(notifier: Notifier):
    seeker, provider = nursery(), dairy()
    approval = an_approval(seeker, provider)
    # What is to be done with names is not known before the region is.
    await notifier.tell(approval, seeker.contact_event(), provider.contact_event())
    await known(notifier, asks_first=True)
    await all_sent(notifier, seeker, provider)
    path = f"/api/introductions/{approval.subject}"
    client = await notifier.client(
        Grant(role="partner", regions=("ostfold",), partner_id=seeker.id)
    )

    before = (await client.get(path)).json()
    thanks = await answer(notifier, provider, "yes", approval.subject)
    between = (await client.get(path)).json()
    await answer(notifier, seeker, "yes", approval.subject)
    await all_sent(notifier, seeker, provider)
    after = (await client.get(path)).json()

    hidden = (provider.name, provider.email, str(provider.id), provider.contact_name)
    assert not [word for word in hidden if word in str(before) + str(between)]
    assert (before["state"], between["state"], after["state"]) == ("sent", "sent", "both_yes")
    assert between["answers"] == []
    assert seeker.name not in thanks
    assert after["provider"]["partner_name"] == provider.name
    assert [kind for kind, _ in await kinds(notifier, seeker)] == ["question", "introduction"]
    told = [(one["type"], one["data"]["names_shown"]) for one in await notifier.told()]
    assert ("introduction.sent.v1", False) in told
    assert told[-1][1] is True


async def test_asked_first_one_no_is_told_calmly_and_without_a_name(notifier: Notifier):
    seeker, provider = nursery(), dairy()
    await known(notifier, seeker, provider, asks_first=True)
    approval = an_approval(seeker, provider)
    await notifier.tell(approval)
    await all_sent(notifier, seeker, provider)

    await answer(notifier, seeker, "yes", approval.subject)
    await answer(notifier, provider, "not_now", approval.subject)
    await all_sent(notifier, seeker, provider)

    assert [kind for kind, _ in await kinds(notifier, seeker)] == ["question", "nothing_came"]
    assert [kind for kind, _ in await kinds(notifier, provider)] == ["question"]
    last = (await notifier.told("introduction.answered.v1"))[-1]["data"]
    assert (last["state"], last["names_shown"]) == ("nothing", False)


async def test_who_has_enough_gets_the_next_when_it_is_their_turn(notifier: Notifier, clock: Tick):
    busy, first, second = dairy(), nursery(), nursery(email="b@x.example")
    await known(notifier, busy, first, second, open_introductions=1)
    one, two = an_approval(first, busy), an_approval(second, busy)
    await notifier.tell(one)
    await notifier.tell(two)
    coordinator = await notifier.client(Grant(role="coordinator", regions=("ostfold",)))

    waiting = (await coordinator.get(f"/api/introductions/{two.subject}")).json()
    await clock(datetime.now(UTC))
    still = await kinds(notifier, second)
    await coordinator.post(f"/api/introductions/{one.subject}/outcome", json={"result": "nothing"})
    await clock(datetime.now(UTC))
    await all_sent(notifier, second)

    assert (waiting["state"], waiting["waits_for"]) == ("waiting", "open")
    assert still == []
    begun = (await coordinator.get(f"/api/introductions/{two.subject}")).json()
    assert begun["waits_for"] is None


async def test_while_somebody_is_away_their_deputy_is_asked_and_else_it_waits(
    notifier: Notifier, clock: Tick, peer: SmtpPeer
):
    seeker, away = nursery(), dairy()
    today = date.today()  # noqa: DTZ011
    gone = {"away_from": today - timedelta(days=3), "away_until": today + timedelta(days=3)}
    deputy = uuid7()
    await known(notifier, seeker)
    await notifier.tell(away.contact_event(data={**gone, "deputy_id": deputy}))

    await notifier.tell(an_approval(seeker, away))
    alone = await notifier.letter(away)
    colleague = {"name": "Kari Moe", "email": "kari@steinvaag.example"}
    await notifier.tell(away.contact_event(subject=uuid7(), data={"email": "first@x.example"}))
    await notifier.tell(away.contact_event(subject=deputy, data=colleague))
    await notifier.letter_in("sent", away)

    assert alone["body"] is None
    assert away.name in alone["server_reply"]
    assert peer.to(away.email) == []
    other = dairy(name="Tall & Tre", email="tre@x.example", contact_id=uuid7())
    await notifier.tell(other.contact_event(data=gone))
    await notifier.tell(an_approval(seeker, other))
    await notifier.database.execute(
        "UPDATE contacts SET away_until = current_date - 1 WHERE id = $1", other.contact_id
    )
    await clock(datetime.now(UTC))
    await notifier.letter_in("sent", other)


async def test_partners_are_told_of_their_listings_and_of_what_is_new_if_they_want_it(
    notifier: Notifier, clock: Tick
):
    seeker, provider = nursery(), dairy()
    await known(notifier, seeker, provider)
    now = due_at(datetime.now(UTC), days=7)
    while now.weekday() != 2:  # a Wednesday that is a working day
        now = due_at(now, days=1)
    need = _listing(NeedPublished, seeker, "need", expires_on=now.date() + timedelta(days=10))
    offer = _listing(OfferPublished, provider, "offer", time=now - timedelta(days=1))
    await notifier.tell(need, offer)
    links = Links(public_url=URL, secret_key="n" * 32, lifetime=60)
    hashed = await notifier.database.fetchval(
        "SELECT address_hash FROM contacts WHERE id = $1", seeker.contact_id
    )
    await notifier.database.execute(
        "INSERT INTO preferences (address_hash, digest, language) VALUES ($1, true, 'en')", hashed
    )
    asked = QuestionAsked(
        subject=uuid4(),
        region="ostfold",
        version=1,
        data=QuestionData(item=an_approval(seeker, provider).data.seeker, question="when"),
    )
    invited = ContactInvited(
        subject=uuid4(),
        region="ostfold",
        version=1,
        data=InvitationData(
            contact_id=provider.contact_id, partner_id=provider.id, partner_name=provider.name
        ),
    )

    await notifier.tell(asked, invited)
    for _ in range(2):
        await clock(now)
    await all_sent(notifier, seeker, provider)

    found = {kind for kind, _ in await kinds(notifier, seeker)}
    assert found == {"nobody_fits", "expiring", "digest"}
    assert [kind for kind, _ in await kinds(notifier, provider)] == ["invitation"]
    languages = "SELECT DISTINCT language FROM letters WHERE partner_id = $1"
    assert await notifier.database.fetchval(languages, seeker.id) == "en"
    assert links.preferences_url(hashed)


async def test_coordinators_hear_on_mondays_what_waits_and_nothing_where_nothing_does(
    notifier: Notifier, clock: Tick
):
    seeker, provider = nursery(), dairy()
    ingrid = CoordinatorUpdated(
        subject=uuid4(),
        region="",
        version=1,
        data=CoordinatorData(name="Ingrid", email="ingrid@fylket.example", regions=("ostfold",)),
    )
    await known(notifier, seeker, provider)
    await notifier.tell(ingrid)
    monday = datetime(2027, 1, 11, 6, 30, tzinfo=UTC)

    await clock(monday)
    quiet = await notifier.database.fetchval(MONDAYS)
    proposed = SuggestionProposed(
        subject=uuid7(), region="ostfold", version=1, data=an_approval(seeker, provider).data
    )
    await notifier.tell(proposed)
    await clock(monday - timedelta(hours=1))
    early = await notifier.database.fetchval(MONDAYS)
    for _ in range(2):
        await clock(monday)
    letter = await notifier.database.fetchrow("SELECT facts, subject FROM letters")

    assert (quiet, early) == (0, 0)
    assert await notifier.database.fetchval(MONDAYS) == 1
    assert letter is not None
    assert json.loads(letter["facts"])["waiting"] == 1
    assert letter["subject"]


def _listing(event: Any, partner: Partner, kind: str, **given: Any) -> Any:
    expires_on = given.pop("expires_on", None)
    data = ListingData(
        partner_id=partner.id,
        kind=kind,
        title=f"Et {kind}",
        text="Tekst.",
        language="nb",
        expires_on=expires_on,
    )
    return event(subject=uuid4(), region="ostfold", version=1, data=data, **given)
