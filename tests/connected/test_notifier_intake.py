"""Mail that comes back to the notifier, and what it does about it."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPRecipientsRefused

from services.notifier.actions.suppressed import write_again
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.errors import ContactUnknown
from services.notifier.domain.links import Links
from services.notifier.domain.return_addresses import ReturnAddresses
from services.notifier.storage.database import SCHEMA, Database
from shared.access.grant import Grant
from shared.access.principal import Principal
from shared.events.contacts import CoordinatorData, CoordinatorUpdated
from shared.storage.pool import ConnectionPool
from shared.storage.scope import within
from tests.connected.notifier_harness import (
    Notifier,
    a_region,
    an_approval,
    body_text,
    dairy,
    nursery,
    running_notifier,
)
from tests.fakes.smtp import SmtpPeer, Step, smtp_peer
from tests.returned_mail import a_complaint, a_reply, a_report
from tests.servers import FreshServers
from tests.waiting import until

MAILBOX = "post@inn.example"
ADDRESSES = ReturnAddresses(MAILBOX, secret_key="n" * 32)
WRITER = LetterWriter(
    links=Links(public_url="http://notifier.example", secret_key="n" * 32, lifetime=1e6),
    fallback_sender="post@koblingsboks.example",
    mail_domain="notifier.example",
)
SUPPRESSED = "SELECT reason, status FROM suppressions"
REPLIES = "SELECT partner_id, text FROM replies"
REASONS = "SELECT server_reply FROM letters WHERE id = $1"


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@asynccontextmanager
async def coordinator_of(
    notifier: Notifier, region: str
) -> AsyncIterator[tuple[Principal, Database]]:
    pool = ConnectionPool(notifier.settings.database_url.get_secret_value(), schema=SCHEMA)
    await pool.open()
    principal = Principal(
        role="coordinator", regions=(region,), partner_id=None, name="", actor="test"
    )
    with within(region):
        yield principal, Database(pool)
    await pool.close()


@pytest_asyncio.fixture
async def notifier(fresh: FreshServers, peer: SmtpPeer) -> AsyncIterator[Notifier]:
    settings = {"intake_address": MAILBOX, "intake_listen": "127.0.0.1:0", "soft_bounces": 1}
    async with running_notifier(fresh, peer, **settings) as running:
        yield running


async def introduced(notifier: Notifier, *partners: Any) -> dict[str, Any]:
    """The letter to the first of the two, sent; and what else is known of it."""
    first, second = partners or (dairy(), nursery())
    approval = an_approval(second, first)
    events = [first.contact_event(), second.contact_event()]
    await notifier.tell(a_region(), *events, approval)
    letter = await notifier.letter_in("sent", first)
    await notifier.letter_in("sent", second)
    return {**letter, "partner": first, "introduction": approval.subject}


async def hand_in(notifier: Notifier, raw: bytes, *, to: str, sender: str = "") -> str:
    """By LMTP, as a relay does. Returns the reply."""
    (intake,) = notifier.app.state.intakes
    reader, writer = await asyncio.open_connection("127.0.0.1", intake.port)

    async def say(line: str) -> str:
        writer.write(f"{line}\r\n".encode())
        reply = await reader.readline()
        while reply[3:4] == b"-":
            reply = await reader.readline()
        return reply.decode().strip()

    await reader.readline()
    for line in ("LHLO relay", f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA"):
        reply = await say(line)
        if reply[0] in "45":
            break
    else:
        writer.write(raw.replace(b"\r\n.", b"\r\n..") + b"\r\n")
        reply = await say(".")
    writer.close()
    await writer.wait_closed()
    return reply


async def test_a_hard_bounce_is_told_and_nothing_more_is_sent_there(notifier, peer):
    letter = await introduced(notifier)
    sent = peer.to(letter["recipient_address"])[0]

    reply = await hand_in(notifier, a_report(), to=sent.sender)

    bounced = await notifier.letter(letter["partner"])
    assert reply.startswith("250")
    assert sent.sender == ADDRESSES.of(letter["id"], "bounce")
    assert bounced["state"] == "bounced"
    assert bounced["sent_at"] == letter["sent_at"]
    assert bounced["server_reply"] == "5.1.1 smtp; 550 5.1.1 user unknown"
    assert await notifier.told("introduction.bounced%")
    assert await notifier.database.fetch(SUPPRESSED) == [("bounced", "5.1.1")]


async def test_the_next_letter_waits_for_a_contact_that_can_be_reached(notifier):
    letter = await introduced(notifier)
    await hand_in(notifier, a_report(), to=ADDRESSES.of(letter["id"], "bounce"))

    other = nursery(name="Et annet gartneri", email="post@annet.example")
    approval = an_approval(other, letter["partner"])
    await notifier.tell(other.contact_event(), approval)

    waiting = await notifier.database.fetch(
        "SELECT state, server_reply FROM letters WHERE introduction_id = $1", approval.subject
    )
    assert {row["state"] for row in waiting} == {"waiting"}
    assert "Waiting for a contact of Steinvåg Meieri" in waiting[0]["server_reply"]


async def test_the_same_bounce_twice_is_told_once(notifier):
    letter = await introduced(notifier)

    for _ in range(2):
        await hand_in(notifier, a_report(), to=ADDRESSES.of(letter["id"], "bounce"))

    assert len(await notifier.told("introduction.bounced%")) == 1


async def test_a_full_mailbox_is_counted_before_it_is_given_up(fresh, peer):
    settings = {"intake_address": MAILBOX, "intake_listen": "127.0.0.1:0", "soft_bounces": 2}
    async with running_notifier(fresh, peer, **settings) as notifier:
        for _ in range(2):
            letter = await introduced(notifier, dairy(), nursery())
            before = await notifier.database.fetch(SUPPRESSED)
            full = a_report(status="5.2.2", diagnostic="552 5.2.2 mailbox full")
            for _ in range(3):
                await hand_in(notifier, full, to=ADDRESSES.of(letter["id"], "bounce"))

            assert before == []

        assert await notifier.database.fetch(SUPPRESSED) == [("bounced", "5.2.2")]


async def test_a_delay_is_no_bounce(notifier):
    letter = await introduced(notifier)
    late = a_report(action="delayed", status="4.4.1")

    await hand_in(notifier, late, to=ADDRESSES.of(letter["id"], "bounce"))

    assert (await notifier.letter(letter["partner"]))["state"] == "sent"
    assert await notifier.database.fetch(SUPPRESSED) == []


async def test_a_bounce_that_overtakes_the_server_s_reply_is_brought_again(notifier, peer):
    hold = asyncio.Event()
    peer.program(dairy().email, Step(hold=hold))
    first, second = dairy(), nursery()
    await notifier.tell(a_region(), first.contact_event(), second.contact_event())
    await notifier.tell(an_approval(second, first))
    letter = await notifier.letter_in("sending", first)
    await until(lambda: _phase(notifier, letter["id"]), lambda phase: phase == "handed_over")

    early = await hand_in(notifier, a_report(), to=ADDRESSES.of(letter["id"], "bounce"))
    hold.set()
    await notifier.letter_in("sent", first)
    later = await hand_in(notifier, a_report(), to=ADDRESSES.of(letter["id"], "bounce"))

    assert (early[:3], later[:3]) == ("451", "250")
    assert (await notifier.letter(first))["state"] == "bounced"


async def _phase(notifier: Notifier, letter_id: UUID) -> str:
    return await notifier.database.fetchval("SELECT phase FROM letters WHERE id = $1", letter_id)


async def test_a_complaint_and_a_wish_by_mail_stop_letters(notifier):
    letter = await introduced(notifier)
    original = ADDRESSES.of(letter["id"], "unsubscribe")

    await hand_in(notifier, a_complaint(original=original), to=MAILBOX)
    await hand_in(notifier, a_reply(text=""), to=original, sender="ase@steinvaag-meieri.example")

    reasons = {row["reason"] for row in await notifier.database.fetch(SUPPRESSED)}
    assert reasons == {"complained", "unsubscribed"}


async def test_a_reply_is_kept_once_and_a_program_s_not_at_all(notifier, peer):
    letter = await introduced(notifier)
    sent = message_from_bytes(peer.to(letter["recipient_address"])[0].body, policy=policy.default)
    [to] = sent["Reply-To"].addresses
    reply = a_reply(text="Ja, gjerne! <script>\n\n> Vil du?\n")

    for _ in range(2):
        await hand_in(notifier, reply, to=to.addr_spec, sender="ase@steinvaag-meieri.example")
    absent = a_reply(Auto_Submitted="auto-replied")
    await hand_in(notifier, absent, to=to.addr_spec, sender="ase@steinvaag-meieri.example")

    partner_id = letter["partner"].id
    assert await notifier.database.fetch(REPLIES) == [(partner_id, "Ja, gjerne! <script>")]


async def test_addresses_that_were_made_up_are_turned_away(notifier):
    letter = await introduced(notifier)
    real = ADDRESSES.of(letter["id"], "bounce")
    forged = ReturnAddresses(MAILBOX, secret_key="m" * 32).of(letter["id"], "bounce")

    changed = real[:20] + ("0" if real[20] != "0" else "1") + real[21:]

    for address in (forged, changed, "eve@inn.example"):
        assert (await hand_in(notifier, a_report(), to=address)).startswith("550")
    assert (await hand_in(notifier, a_reply(), to=MAILBOX, sender="a@b.example"))[:3] == "550"
    assert (await notifier.letter(letter["partner"]))["state"] == "sent"


async def test_a_folder_is_read_and_emptied(fresh, peer, tmp_path: Path):
    settings = {"intake_address": MAILBOX, "intake_maildir": tmp_path / "in", "intake_pause": 0.05}
    async with running_notifier(fresh, peer, **settings) as notifier:
        letter = await introduced(notifier)
        to = ADDRESSES.of(letter["id"], "bounce")
        head = f"Return-Path: <>\r\nX-Original-To: {to}\r\nDelivered-To: kb@relay\r\n".encode()
        new = tmp_path / "in" / "new"
        await until(lambda: _exists(new))
        (new / "1.M1.relay").write_bytes(head + a_report())
        (new / "2.M1.relay").write_bytes(b"Delivered-To: somebody@else.example\r\n\r\nHei")

        await notifier.letter_in("bounced", letter["partner"])
        await until(lambda: _is_empty(new))

    assert [path.name for path in (tmp_path / "in" / "cur").iterdir()] == ["2.M1.relay:2,"]


async def _exists(folder: Path) -> bool:
    return await asyncio.to_thread(folder.exists)


async def _is_empty(folder: Path) -> bool:
    return not await asyncio.to_thread(os.listdir, folder)


async def test_a_server_that_speaks_smtp_is_handed_the_same(fresh, peer):
    settings = {
        "intake_address": MAILBOX,
        "intake_listen": "127.0.0.1:0",
        "intake_protocol": "smtp",
    }
    async with running_notifier(fresh, peer, **settings) as notifier:
        letter = await introduced(notifier)
        (intake,) = notifier.app.state.intakes
        async with SMTP(hostname="127.0.0.1", port=intake.port, start_tls=False) as client:
            with pytest.raises(SMTPRecipientsRefused):
                await client.sendmail("", ["eve@inn.example"], a_report())
            await client.sendmail("", [ADDRESSES.of(letter["id"], "bounce")], a_report())

        assert (await notifier.letter(letter["partner"]))["state"] == "bounced"


async def test_an_address_the_server_does_not_know_gets_no_second_letter(notifier, peer):
    first, second = dairy(), nursery()
    peer.program(first.email, Step(rcpt="550 5.1.1 unknown user"))

    await notifier.tell(a_region(), first.contact_event(), second.contact_event())
    await notifier.tell(an_approval(second, first))

    await notifier.letter_in("refused", first)
    assert await notifier.database.fetch(SUPPRESSED) == [("bounced", "5.1.1")]


async def test_a_coordinator_sees_who_is_not_reached_and_writes_again(notifier):
    letter = await introduced(notifier)
    await hand_in(notifier, a_report(), to=ADDRESSES.of(letter["id"], "bounce"))
    other = nursery(name="Et annet gartneri", email="post@annet.example")
    approval = an_approval(other, letter["partner"])
    await notifier.tell(other.contact_event(), approval)

    pages = {
        region: await (await notifier.client(Grant(role="coordinator", regions=(region,)))).get(
            "/mail/addresses"
        )
        for region in ("ostfold", "vestland")
    }
    contact_id = letter["partner"].contact_id
    async with coordinator_of(notifier, "vestland") as (principal, database):
        with pytest.raises(ContactUnknown):
            await write_again(database, principal, contact_id, writer=WRITER)
    async with coordinator_of(notifier, "ostfold") as (principal, database):
        for _ in range(2):
            await write_again(database, principal, contact_id, writer=WRITER)

    assert "ase@steinvaag-meieri.example" in pages["ostfold"].text
    assert f"/mail/addresses/{contact_id}/write-again" in pages["ostfold"].text
    assert "ase@" not in pages["vestland"].text
    assert await notifier.database.fetch(SUPPRESSED) == []
    sent = "SELECT count(*) FROM letters WHERE introduction_id = $1 AND state = 'sent'"
    await until(
        lambda: notifier.database.fetchval(sent, approval.subject), lambda count: count == 2
    )


async def test_a_dead_address_is_told_to_the_coordinator_and_to_a_colleague(notifier, peer):
    coordinator = CoordinatorUpdated(
        subject=uuid4(),
        region="ostfold",
        version=1,
        data=CoordinatorData(
            name="Ingrid Solhaug",
            email="ingrid@ostfold.example",
            language="nb",
            regions=("ostfold",),
        ),
    )
    colleague = dairy(email="knut@steinvaag-meieri.example")
    first = dairy(id=colleague.id)
    await notifier.tell(coordinator)
    letter = await introduced(notifier, first, nursery())
    await notifier.tell(colleague.contact_event())

    for _ in range(2):
        await hand_in(notifier, a_report(), to=ADDRESSES.of(letter["id"], "bounce"))

    await until(lambda: _got_one(peer, "ingrid@ostfold.example"))
    await until(lambda: _got_one(peer, colleague.email))
    told = peer.to("ingrid@ostfold.example")[0].message
    assert "Steinvåg Meieri" in body_text(told)


async def _got_one(peer: SmtpPeer, address: str) -> bool:
    return len(peer.to(address)) == 1
