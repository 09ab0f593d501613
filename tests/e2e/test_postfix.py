"""Letters through a real Postfix, and what it sends back."""

import asyncio
import socket
from contextlib import AsyncExitStack
from typing import Any

import dkim
from aiosmtplib import send

from services.notifier.domain.return_addresses import ReturnAddresses
from services.notifier.mail.dkim_keys import dkim_keys
from tests.connected.notifier_harness import (
    Notifier,
    a_region,
    an_approval,
    dairy,
    nursery,
    running_notifier,
)
from tests.e2e.postfix import log_of, need_postfix, policy_server, running_postfix
from tests.fakes.smtp import SmtpPeer, Step, smtp_peer
from tests.returned_mail import a_reply
from tests.servers import FreshServers
from tests.unit.notifier.dkim_samples import dns_of, make_keys
from tests.waiting import until

Row = dict[str, Any]
MAILBOX = "post@inn.example"
ADDRESSES = ReturnAddresses(MAILBOX, secret_key="n" * 32)
SUPPRESSED = "SELECT reason, status FROM suppressions"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_real_server_delays_takes_and_returns_letters(fresh: FreshServers, tmp_path):
    """One is greylisted, then cut off by 421, then delivered; the mailbox of one is gone."""
    need_postfix()
    slow, other = nursery(), dairy()
    gone = dairy(name="Nedlagt Meieri", email="gone@nedlagt.example")
    delays = {slow.email: ["450 4.2.0 Greylisted", "421 4.3.2 Closing"]}
    keys = make_keys(tmp_path)
    relay, intake = free_port(), free_port()
    settings = {
        "smtp_port": relay,
        "intake_address": MAILBOX,
        "intake_listen": f"127.0.0.1:{intake}",
        "dkim_keys": keys,
    }

    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(smtp_peer())
        policy = await stack.enter_async_context(policy_server(delays))
        postfix = running_postfix(port=relay, policy=policy, world=world.port, intake=intake)
        folder = await asyncio.to_thread(stack.enter_context, postfix)
        running = running_notifier(fresh, SmtpPeer(port=relay), **settings)
        notifier = await stack.enter_async_context(running)
        await notifier.tell(a_region(), *(one.contact_event() for one in (slow, other, gone)))
        await notifier.tell(an_approval(slow, other))
        sent = await notifier.letter_in("sent", slow)
        await until(lambda: _arrived(world, slow.email))
        world.program(gone.email, Step(rcpt="550 5.1.1 no such user"))
        await notifier.tell(an_approval(other, gone))
        bounced = await notifier.letter_in("bounced", gone)

        assert "5.1.1" in bounced["server_reply"]
        assert "queued as" in sent["server_reply"]
        assert sent["attempts"] == 3
        assert await notifier.database.fetch(SUPPRESSED) == [("bounced", "5.1.1")]
        assert await notifier.told("introduction.bounced%")
        assert "status=sent (250 2.0.0 Taken)" in log_of(folder)
        await _a_reply_reaches_the_coordinator(notifier, relay, sent)

    [letter] = world.to(slow.email)
    found = dkim_keys(keys)
    assert dkim.verify(letter.body, dnsfunc=dns_of(found))
    assert letter.sender == ADDRESSES.of(sent["id"], "bounce")


async def _arrived(world: SmtpPeer, address: str) -> bool:
    return bool(world.to(address))


async def _a_reply_reaches_the_coordinator(notifier: Notifier, relay: int, letter: Row) -> None:
    to = ADDRESSES.of(letter["id"], "reply")
    reply = a_reply(to=to, text="Ja, gjerne!\n\n> Vil du?\n")
    await send(
        reply,
        sender=letter["recipient_address"],
        recipients=[to],
        hostname="127.0.0.1",
        port=relay,
        start_tls=False,
    )

    kept = await until(lambda: notifier.database.fetch("SELECT partner_id, text FROM replies"))

    assert kept == [(letter["partner_id"], "Ja, gjerne!")]
