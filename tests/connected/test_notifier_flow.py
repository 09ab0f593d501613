"""From the first letter to the outcome, by the clock: asking first, reminders, turns, absences."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest_asyncio
from uuid6 import uuid7

from services.notifier.actions.tick import tick
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.links import Links
from services.notifier.storage.database import SCHEMA, Database
from shared.access.grant import Grant
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
