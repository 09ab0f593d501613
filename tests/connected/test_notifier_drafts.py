"""The letters of a pair that waits for a decision: read, edited, and sent as they were edited."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from httpx import AsyncClient, Response

from shared.access.grant import Grant
from shared.access.sessions import Sessions
from shared.events.contacts import ContactErased, ContactErasedData
from shared.events.profiles import PartnerErased
from shared.events.suggestions import SuggestionProposed, SuggestionWithdrawn
from tests.connected.notifier_harness import (
    Notifier,
    Partner,
    a_region,
    an_approval,
    body_text,
    dairy,
    nursery,
    running_notifier,
)
from tests.fakes.smtp import SmtpPeer, smtp_peer
from tests.servers import FreshServers
from tests.waiting import until

BROWSER = {"accept": "text/html", "accept-language": "nb", "sec-fetch-site": "same-origin"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BODY = re.compile(r"<textarea[^>]*>\n(.*?)</textarea>", re.DOTALL)
KEPT = "SELECT count(*) FROM drafts"


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest_asyncio.fixture
async def notifier(fresh: FreshServers, peer: SmtpPeer) -> AsyncIterator[Notifier]:
    async with running_notifier(fresh, peer) as running:
        yield running


def proposed(approval, **given) -> SuggestionProposed:
    told = {"subject": approval.subject, "region": approval.region, "version": 1, **given}
    return SuggestionProposed(**told, data=approval.data)


async def browser(notifier: Notifier, region: str = "ostfold") -> AsyncClient:
    client = await notifier.stack.enter_async_context(notifier.new_client(**BROWSER))
    grant = Grant(role="coordinator", regions=(region,))
    client.cookies.set("session", await Sessions(notifier.registry).open(grant))
    return client


async def post(client: AsyncClient, page: str, partner: Partner, **fields: str) -> Response:
    token = TOKEN.search((await client.get(page)).text)
    assert token
    form = {"csrf_token": token[1], "partner_id": str(partner.id), **fields}
    return await client.post(page, data=form)


async def test_letters_are_read_edited_and_sent_as_they_were_edited(notifier, peer):
    seeker, provider = nursery(), dairy()
    approval = an_approval(seeker, provider)
    page = f"/mail/suggestions/{approval.subject}/letters"
    await notifier.tell(a_region(), provider.contact_event(), proposed(approval))
    client = await browser(notifier)

    without = await client.get(page)
    await notifier.tell(seeker.contact_event())
    before = await client.get(page)
    empty = await post(client, page, provider, subject="Varme?", body=" \n ")
    unfilled = await post(client, page, provider, subject="Varme?", body="Hei, {navn}!")
    saved = await post(client, page, provider, subject="Varme?", body="Hei!\n\n> Vi har varme.")
    late = await post(client, page, provider, subject="Annet", body="Nei, slik.", version="0")
    part = await client.get(page, headers={"hx-request": "true"})
    await notifier.tell(approval)
    edited = await notifier.letter_in("sent", provider)
    await notifier.letter_in("sent", seeker)

    assert "Lauvdal Gartneri har ingen adresse vi kan skrive til" in without.text
    assert [found.split("\n")[0] for found in BODY.findall(before.text)] == [
        "Steinvåg Meieri kan kanskje hjelpe dykk",
        "Kan dere hjelpe Lauvdal Gartneri?",
    ]
    assert "Brevet er tomt" in empty.text
    assert "{navn}" in unfilled.text
    assert (empty.status_code, unfilled.status_code, saved.status_code) == (422, 422, 303)
    assert late.status_code == 422
    assert "Nei, slik." in late.text
    assert "<html" not in part.text
    assert "Varme?" in part.text
    assert edited["subject"] == "Varme?"
    (to_provider,) = peer.to(provider.email)
    text = body_text(to_provider.message).replace("\r\n", "\n")
    assert text.startswith("Hei!\n\n> «Vi har varme.»\n\nJa, gjerne:\n")
    assert "/mail/preferences/" in text
    assert (await client.get(page)).status_code == 404
    assert await notifier.database.fetchval(KEPT) == 0


async def test_another_region_sees_no_letters_and_withdrawal_and_erasure_leave_none(notifier):
    seeker, provider = nursery(), dairy()
    first, second = an_approval(seeker, provider), an_approval(seeker, provider)
    pages = [f"/mail/suggestions/{one.subject}/letters" for one in (first, second)]
    await notifier.tell(
        a_region(), seeker.contact_event(), provider.contact_event(), proposed(first)
    )
    await notifier.tell(proposed(second))
    client, elsewhere = await browser(notifier), await browser(notifier, "akershus")
    for page in pages:
        assert (await post(client, page, provider, subject="x", body="y")).status_code == 303

    assert (await elsewhere.get(pages[0])).status_code == 404
    restored = await post(client, pages[0], provider, action="restore", version="1")
    assert restored.status_code == 303
    assert await notifier.database.fetchval(KEPT) == 1
    told = {"subject": first.subject, "region": "ostfold", "version": 2}
    await notifier.tell(SuggestionWithdrawn(**told, data=first.data))
    await notifier.tell(proposed(first))
    assert (await client.get(pages[0])).status_code == 404
    await notifier.tell(
        ContactErased(
            subject=provider.contact_id,
            region="ostfold",
            version=9,
            data=ContactErasedData(partner_id=provider.id),
        )
    )
    await until(lambda: notifier.database.fetchval(KEPT), lambda count: count == 0)
    await notifier.tell(PartnerErased(subject=seeker.id, region="ostfold", version=9))
    assert (await client.get(pages[1])).status_code == 404
    kept = "SELECT count(*) FROM proposals WHERE suggestion IS NOT NULL"
    assert await notifier.database.fetchval(kept) == 0


async def test_every_letter_can_be_looked_at(notifier):
    client = await browser(notifier)

    listed = await client.get("/mail/letters")
    shown = await client.get("/mail/letters/introduction-to-seeker/nn")
    html = await client.get("/mail/letters/introduction-to-seeker/nn/html")

    assert len(set(re.findall(r'href="(/mail/letters/[^"]+)"', listed.text))) == 54
    assert "BEGIN:VCALENDAR" in shown.text
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    assert html.headers["content-security-policy"].startswith("sandbox")
    assert (await client.get("/mail/letters/no-such/nb")).status_code == 404
    assert (await notifier.stranger.get("/mail/letters")).status_code in {303, 401}
