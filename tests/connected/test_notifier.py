"""Letters leave once, or it is known why not: the notifier on real Postgres, Valkey and SMTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from shared.events.contacts import ContactErased, ContactErasedData
from shared.events.profiles import PartnerErased
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
from tests.fakes.smtp import SmtpPeer, Step, smtp_peer
from tests.servers import FreshServers
from tests.waiting import until


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest_asyncio.fixture
async def notifier(fresh: FreshServers, peer: SmtpPeer) -> AsyncIterator[Notifier]:
    async with running_notifier(fresh, peer) as running:
        yield running


async def acquainted(notifier: Notifier, *partners: Partner) -> None:
    await notifier.tell(a_region(), *(partner.contact_event() for partner in partners))


async def approved(notifier: Notifier, **given: Any) -> tuple[Partner, Partner]:
    """A pair that is known and approved: the seeker and the provider."""
    seeker, provider = given.get("seeker") or nursery(), given.get("provider") or dairy()
    await acquainted(notifier, seeker, provider)
    await notifier.tell(an_approval(seeker, provider))
    return seeker, provider


async def test_both_partners_get_a_letter_in_their_own_language(notifier, peer):
    seeker, provider = await approved(notifier)

    await notifier.letter_in("sent", seeker)
    await notifier.letter_in("sent", provider)

    (to_seeker,), (to_provider,) = peer.to(seeker.email), peer.to(provider.email)
    assert to_seeker.message["Content-Language"] == "nn"
    assert to_provider.message["Content-Language"] == "nb"
    assert "Tormod" in body_text(to_seeker.message)
    assert provider.email in body_text(to_seeker.message)
    assert to_seeker.sender == "ingrid@ostfold.example"


async def test_the_others_are_told_once_both_letters_are_accepted(notifier):
    seeker, provider = await approved(notifier)

    (told,) = await until(lambda: notifier.told("introduction.sent.v1"))

    assert told["data"]["state"] == "sent"
    assert {told["data"]["seeker_partner_id"], told["data"]["provider_partner_id"]} == {
        str(seeker.id),
        str(provider.id),
    }
    assert seeker.email not in str(told)
    assert (await notifier.letter(seeker))["server_reply"] == "250 queued as 4711"


async def test_a_letter_put_off_by_greylisting_leaves_later_with_the_same_bytes(notifier, peer):
    seeker = nursery()
    peer.program(
        seeker.email, Step(rcpt="450 4.2.0 greylisted"), Step(dot="451 4.3.0 try again later")
    )

    await approved(notifier, seeker=seeker)
    letter = await notifier.letter_in("sent", seeker)

    tried, taken = peer.to(seeker.email)
    assert letter["attempts"] == 3
    assert tried.body == taken.body


async def test_a_server_that_is_closing_down_is_asked_again(notifier, peer):
    seeker = nursery()
    peer.program(seeker.email, Step(rcpt="421 4.3.2 shutting down"))

    await approved(notifier, seeker=seeker)
    letter = await notifier.letter_in("sent", seeker)

    assert letter["attempts"] == 2


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(Step(rcpt="550 5.1.1 no such user"), id="at RCPT"),
        pytest.param(Step(dot="554 5.7.1 looks like spam"), id="after the dot"),
    ],
)
async def test_a_letter_refused_for_good_is_not_tried_again_and_is_told(notifier, peer, step):
    seeker = nursery()
    peer.program(seeker.email, step)

    _, provider = await approved(notifier, seeker=seeker)
    letter = await notifier.letter_in("refused", seeker)
    await notifier.letter_in("sent", provider)

    assert letter["server_reply"] in {step.rcpt, step.dot}
    assert letter["attempts"] == 1
    (told,) = await notifier.told("introduction.bounced.v1")
    assert told["data"]["state"] == "waiting"


async def test_a_letter_lost_sight_of_after_the_dot_is_never_sent_again(notifier, peer):
    seeker = nursery()
    peer.program(seeker.email, Step(drop="after the dot"))

    await approved(notifier, seeker=seeker)
    await notifier.letter_in("unknown", seeker)
    later = dairy(email="later@partner.example"), nursery(email="last@partner.example")
    await acquainted(notifier, *later)
    await notifier.tell(an_approval(*later))
    await notifier.letter_in("sent", later[0])
    await notifier.letter_in("sent", later[1])

    assert (await notifier.letter(seeker))["state"] == "unknown"
    assert len(peer.to(seeker.email)) == 1


async def test_a_reply_that_never_comes_leaves_the_letter_unknown(fresh, peer):
    seeker, never = nursery(), asyncio.Event()
    peer.program(seeker.email, Step(hold=never))

    async with running_notifier(fresh, peer, smtp_data_timeout=0.2) as notifier:
        await approved(notifier, seeker=seeker)
        letter = await notifier.letter_in("unknown", seeker)
    never.set()

    assert "Timed out" in letter["server_reply"]
    assert len(peer.to(seeker.email)) == 1


async def test_a_connection_lost_before_data_is_tried_again(notifier, peer):
    seeker = nursery()
    peer.program(seeker.email, Step(drop="at RCPT"))

    await approved(notifier, seeker=seeker)
    letter = await notifier.letter_in("sent", seeker)

    assert letter["attempts"] == 2
    assert len(peer.to(seeker.email)) == 1


async def test_a_slow_reply_is_waited_for_and_holds_nobody_up(notifier, peer):
    seeker, answer = nursery(), asyncio.Event()
    peer.program(seeker.email, Step(hold=answer))

    _, provider = await approved(notifier, seeker=seeker)
    await notifier.letter_in("sent", provider)
    held = await notifier.letter_in("sending", seeker)
    answer.set()
    await notifier.letter_in("sent", seeker)

    assert held["phase"] == "handed_over"
    assert len(peer.to(seeker.email)) == 1


async def test_a_server_that_cannot_be_reached_is_tried_again_until_we_give_up(fresh, peer):
    async with running_notifier(fresh, peer, smtp_port=1, give_up_after=0.3) as notifier:
        seeker, provider = await approved(notifier)

        letter = await notifier.letter_in("refused", seeker)
        await notifier.letter_in("refused", provider)

        assert letter["attempts"] > 1
        assert len(await notifier.told("introduction.bounced.v1")) == 2


async def test_two_notifiers_at_once_send_each_letter_once(fresh, peer):
    pairs = [
        (nursery(email=f"s{number}@x.example"), dairy(email=f"p{number}@x.example"))
        for number in range(10)
    ]

    async with (
        running_notifier(fresh, peer, instance="0") as first,
        running_notifier(fresh, peer, instance="1"),
    ):
        for pair in pairs:
            await acquainted(first, *pair)
        await first.tell(*(an_approval(*pair) for pair in pairs))
        for pair in pairs:
            for partner in pair:
                await first.letter_in("sent", partner)

    assert sorted(letter.recipient for letter in peer.received) == sorted(
        partner.email for pair in pairs for partner in pair
    )


async def test_the_same_approval_told_twice_leads_to_one_letter_each(notifier, peer):
    seeker, provider = nursery(), dairy()
    approval = an_approval(seeker, provider)
    told_anew = an_approval(seeker, provider, subject=approval.subject)
    await acquainted(notifier, seeker, provider)

    await notifier.tell(approval, approval, told_anew)
    for partner in (seeker, provider):
        await notifier.letter_in("sent", partner)

    assert len(await notifier.letters()) == 2
    assert len(peer.received) == 2


async def test_a_letter_claimed_by_a_sender_that_died_is_sent_by_the_next(fresh, peer):
    seeker, provider = nursery(), dairy()
    async with running_notifier(fresh, peer, smtp_port=1, retry_first=3600) as notifier:
        await approved(notifier, seeker=seeker, provider=provider)
        await until(lambda: notifier.letter(seeker), lambda letter: letter["attempts"] == 1)
        await notifier.letter_in("waiting", seeker)
        await _claimed_by_the_dead(notifier, seeker, phase="before_data")

    async with running_notifier(fresh, peer) as notifier:
        await notifier.letter_in("sent", seeker)

    assert len(peer.to(seeker.email)) == 1


async def test_a_letter_handed_over_by_a_sender_that_died_is_unknown_and_stays(fresh, peer):
    seeker, provider = nursery(), dairy()
    async with running_notifier(fresh, peer, smtp_port=1, retry_first=3600) as notifier:
        await approved(notifier, seeker=seeker, provider=provider)
        await until(lambda: notifier.letter(seeker), lambda letter: letter["attempts"] == 1)
        await notifier.letter_in("waiting", seeker)
        await _claimed_by_the_dead(notifier, seeker, phase="handed_over")

    async with running_notifier(fresh, peer) as notifier:
        letter = await notifier.letter_in("unknown", seeker)

    assert letter["server_reply"]
    assert peer.to(seeker.email) == []


async def _claimed_by_the_dead(notifier: Notifier, partner: Partner, *, phase: str) -> None:
    await notifier.database.execute(
        """
        UPDATE letters SET state = 'sending', phase = $2, lease = gen_random_uuid(),
                           lease_until = now() + interval '100 milliseconds'
         WHERE partner_id = $1
        """,
        partner.id,
        phase,
    )


async def test_letters_wait_for_a_contact_that_is_told_of_later(notifier, peer):
    seeker, provider = nursery(), dairy()
    await acquainted(notifier, seeker)

    await notifier.tell(an_approval(seeker, provider))
    waiting = await notifier.letters()
    await notifier.tell(provider.contact_event())
    for partner in (seeker, provider):
        await notifier.letter_in("sent", partner)

    assert {letter["state"] for letter in waiting.values()} == {"waiting"}
    assert all(provider.name in letter["server_reply"] for letter in waiting.values())
    assert {letter["message_id"] for letter in waiting.values()} == {
        received.message["Message-ID"] for received in peer.received
    }


async def test_letters_wait_for_their_region(notifier):
    seeker, provider = nursery(), dairy()
    await notifier.tell(seeker.contact_event(), provider.contact_event())

    await notifier.tell(an_approval(seeker, provider))
    waiting = await notifier.letter(seeker)
    await notifier.tell(a_region())

    assert waiting["body"] is None
    assert await notifier.letter_in("sent", seeker)


async def test_old_news_of_a_contact_changes_nothing(notifier, peer):
    seeker, provider = nursery(), dairy()
    moved = {"data": {"email": "new@lauvdal.example"}, "version": 3}

    await notifier.tell(a_region(), provider.contact_event(), seeker.contact_event(**moved))
    await notifier.tell(seeker.contact_event(version=2))
    await notifier.tell(an_approval(seeker, provider))
    await notifier.letter_in("sent", seeker)

    assert peer.to(seeker.email) == []
    assert len(peer.to("new@lauvdal.example")) == 1


async def test_an_erased_contact_does_not_come_back_with_older_news(notifier):
    seeker, provider = nursery(), dairy()
    erased = ContactErased(
        subject=seeker.contact_id,
        region="ostfold",
        version=2,
        data=ContactErasedData(partner_id=seeker.id),
    )
    await notifier.tell(a_region(), provider.contact_event(), erased)

    await notifier.tell(seeker.contact_event(version=1), an_approval(seeker, provider))

    assert (await notifier.letter(seeker))["body"] is None


async def test_nothing_of_an_erased_partner_is_left(notifier, peer):
    seeker = nursery(name="Kanarifugl AS", contact_name="Kanari Person")
    peer.program(seeker.email, Step(rcpt=f"450 {seeker.email} greylisted"))
    await approved(notifier, seeker=seeker)
    await notifier.letter_in("sent", seeker)

    await notifier.tell(PartnerErased(subject=seeker.id, region="ostfold", version=9))

    for table in ("contacts", "partners", "introductions", "letters", "answers", "outbox"):
        rows = await notifier.database.fetch(f"SELECT t::text AS row FROM {table} t")  # noqa: S608
        assert not [row for row in rows if "anari" in row["row"] or seeker.email in row["row"]]


async def test_a_letter_to_an_erased_partner_does_not_leave(fresh, peer):
    async with running_notifier(fresh, peer, smtp_port=1, retry_first=3600) as notifier:
        seeker, provider = await approved(notifier)
        await until(lambda: notifier.letter(seeker), lambda letter: letter["attempts"] == 1)

        await notifier.tell(PartnerErased(subject=seeker.id, region="ostfold", version=9))

        for partner in (seeker, provider):
            letter = await notifier.letter_in("refused", partner)
            assert letter["body"] is None


async def test_a_letter_already_on_its_way_is_stopped_when_its_recipient_is_erased(fresh, peer):
    seeker, answer = nursery(), asyncio.Event()
    async with running_notifier(fresh, peer, senders=1) as notifier:
        provider = dairy()
        peer.program(provider.email, Step(hold=answer))
        peer.program(seeker.email, Step(hold=answer))
        await approved(notifier, seeker=seeker, provider=provider)
        await until(lambda: _received(peer))

        await notifier.tell(PartnerErased(subject=seeker.id, region="ostfold", version=9))
        answer.set()
        states = await until(
            notifier.letters,
            lambda letters: {letter["state"] for letter in letters.values()} == {"sent", "refused"},
        )

    assert len(peer.received) == 1
    assert all(letter["body"] is None for letter in states.values())


async def _received(peer: SmtpPeer) -> int:
    return len(peer.received)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Ås\x00e\x00", id="NUL"),
        pytest.param("Åse\r\nBcc: evil@x.example", id="new line"),
        pytest.param("Åse 🌱👩‍🌾", id="emoji"),
        pytest.param('Lindvåg, "Åse" <evil@x.example>', id="comma, quotes, angle brackets"),
        pytest.param("\u202eesÅ", id="right to left"),
        pytest.param("Å" * 200, id="200 letters"),
    ],
)
async def test_a_strange_name_neither_stops_a_letter_nor_adds_a_recipient(notifier, peer, name):
    seeker = nursery(name=name, contact_name=name)

    await approved(notifier, seeker=seeker)
    await notifier.letter_in("sent", seeker)

    (received,) = peer.to(seeker.email)
    (address,) = received.message["To"].addresses
    assert address.addr_spec == seeker.email
    assert received.message["Bcc"] is None
    assert {letter.recipient for letter in peer.received} <= {seeker.email, dairy().email}


async def test_an_address_nobody_can_write_to_is_refused_before_anything_leaves(notifier, peer):
    seeker = nursery(email="two@x.example, evil@x.example")

    await approved(notifier, seeker=seeker)
    letter = await notifier.letter_in("refused", seeker)

    assert letter["attempts"] == 0
    assert "address" in letter["server_reply"]
    assert not [received for received in peer.received if "evil" in received.recipient]


async def test_letters_are_sent_at_once_and_not_when_somebody_happens_to_look(fresh, peer):
    async with running_notifier(fresh, peer, send_pause=600, recover_pause=600) as notifier:
        seeker, provider = await approved(notifier)

        for partner in (seeker, provider):
            await notifier.letter_in("sent", partner)
