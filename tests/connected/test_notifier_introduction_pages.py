"""/mail/introductions: one page for those who decide and for the partners, each with their view."""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest_asyncio
from httpx import AsyncClient, Response

from services.notifier.storage.answers import ADD_REPLY
from shared.access.grant import Grant
from shared.access.sessions import Sessions
from tests.connected.notifier_harness import (
    Notifier,
    Partner,
    a_region,
    an_approval,
    dairy,
    nursery,
    running_notifier,
)
from tests.fakes.smtp import SmtpPeer, Step, smtp_peer
from tests.servers import FreshServers

BROWSER = {"accept": "text/html", "accept-language": "nb", "sec-fetch-site": "same-origin"}
COORDINATOR = Grant(role="coordinator", regions=("ostfold",))
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest_asyncio.fixture
async def notifier(fresh: FreshServers, peer: SmtpPeer) -> AsyncIterator[Notifier]:
    async with running_notifier(fresh, peer) as running:
        yield running


async def browser(notifier: Notifier, grant: Grant) -> AsyncClient:
    client = await notifier.stack.enter_async_context(notifier.new_client(**BROWSER))
    client.cookies.set("session", await Sessions(notifier.registry).open(grant))
    return client


def of(partner: Partner) -> Grant:
    return Grant(role="partner", regions=("ostfold",), partner_id=partner.id)


async def sent(client: AsyncClient, page: str, form: str, **fields: str) -> Response:
    shown = await client.get(page)
    token = TOKEN.search(shown.text)
    assert token, shown.text
    return await client.post(f"{page}/{form}", data={"csrf_token": token[1], **fields})


async def introduced(notifier: Notifier) -> tuple[Partner, Partner, str]:
    seeker, provider = nursery(), dairy()
    await notifier.tell(a_region(), seeker.contact_event(), provider.contact_event())
    approval = an_approval(seeker, provider)
    await notifier.tell(approval)
    return seeker, provider, f"/mail/introductions/{approval.subject}"


async def test_the_page_tells_a_coordinator_everything_and_takes_what_they_know(
    notifier: Notifier, peer: SmtpPeer
):
    peer.program(dairy().email, Step(drop="after the dot"))
    seeker, provider, page = await introduced(notifier)
    await notifier.letter_in("sent", seeker)
    unknown = await notifier.letter_in("unknown", provider)
    await notifier.database.execute(
        ADD_REPLY, uuid4(), UUID(page[-36:]), seeker.id, "Ring meg\npå torsdag."
    )
    client = await browser(notifier, COORDINATOR)

    shown = await client.get(page)
    answered = await sent(client, page, "answer", partner_id=str(seeker.id), answer="yes")
    again = await sent(client, page, f"letters/{unknown['id']}/send-again")
    await notifier.letter_in("sent", provider)
    twice = await sent(client, page, f"letters/{unknown['id']}/send-again")
    refused = await sent(client, page, "outcome", co2e_tonnes="mange", reason="Prisen")
    reported = await sent(client, page, "outcome", result="working", co2e_tonnes="1 012,5")
    after = await client.get(reported.headers["location"])
    listed = await client.get("/mail/introductions")

    assert shown.text.count("Ring meg") == 1
    assert "Send på nytt" in shown.text
    assert seeker.email in shown.text
    assert answered.headers["location"] == f"{page}?done=answer"
    assert again.status_code == 303
    assert twice.status_code == 409
    first, second = peer.to(provider.email)
    assert first.body == second.body
    assert refused.status_code == 422
    assert 'href="#result"' in refused.text
    assert 'href="#co2e_tonnes"' in refused.text
    assert "Prisen" in refused.text
    assert "1 012,5 tonn CO₂e per år, anslått." in after.text.replace("\xa0", " ")
    assert "Meldt av koordinator" in after.text
    assert "I samarbeid" in listed.text


async def test_a_partner_sees_their_own_side_and_reports(notifier: Notifier):
    seeker, provider, page = await introduced(notifier)
    await notifier.letter_in("sent", seeker)
    client = await browser(notifier, of(seeker))
    stranger = await browser(notifier, Grant(role="partner", partner_id=uuid4()))

    shown = await client.get(page)
    answering = await sent(client, page, "answer", partner_id=str(provider.id), answer="yes")
    reported = await sent(client, page, "outcome", result="nothing", reason="For dyrt.")
    other = await (await browser(notifier, of(provider))).get(page)
    listed = await client.get("/mail/introductions")

    assert "<h1" in shown.text
    assert provider.name in shown.text
    assert provider.email in shown.text  # the letter has told it already
    assert "/mail/answer/" in shown.text
    assert answering.status_code == 403
    assert reported.status_code == 303
    assert "Det ble ikke noe av" in other.text
    assert f"Meldt av {seeker.name}" in other.text
    assert "For dyrt." not in other.text
    assert provider.name in listed.text
    assert (await stranger.get(page)).status_code == 404
    assert (await stranger.get("/mail/introductions")).text.count(provider.name) == 0
    assert (await notifier.stranger.get(page, headers=BROWSER)).status_code == 303
