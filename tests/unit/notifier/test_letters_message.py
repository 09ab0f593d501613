from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.letters import AddressUnusable, Mailbox, build_message
from tests.unit.notifier.letter_samples import a_letter

SENDER = Mailbox("Ingrid Solhaug, Klimapartnere Strandfylket", "post@strandfylket.example")
COORDINATOR = Mailbox("Ingrid Solhaug", "ingrid@strandfylket.example")
UNSUBSCRIBE = "https://koblingsboks.strandfylket.example/mail/av/" + "x" * 150
LETTER = a_letter()


def a_message(*, name="Åse Lindvåg", address="ase@steinvaag-meieri.example"):
    return build_message(
        LETTER,
        sender=SENDER,
        recipient=Mailbox(name, address),
        reply_to=COORDINATOR,
        message_id="<019ab1@strandfylket.example>",
        date=datetime(2026, 11, 23, 8, 24, tzinfo=UTC),
        unsubscribe_url=UNSUBSCRIBE,
    )


def received(message):
    return message_from_bytes(message.as_bytes(), policy=policy.default)


def test_a_message_says_what_it_is():
    message = received(a_message())

    assert message["Subject"] == LETTER.subject
    assert message["From"].addresses[0].display_name == SENDER.name
    assert message["Reply-To"].addresses[0].addr_spec == COORDINATOR.address
    assert message["Message-ID"] == "<019ab1@strandfylket.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "nb"


def test_both_forms_arrive_whole():
    message = received(a_message())

    text, html = message.iter_parts()
    assert message.get_content_type() == "multipart/alternative"
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().replace("\r\n", "\n") == LETTER.html


def test_the_same_letter_is_the_same_bytes():
    assert a_message().as_bytes() == a_message().as_bytes()


def test_a_domain_in_another_alphabet_is_written_as_idna():
    [recipient] = received(a_message(address="ase+post@blåbær.example"))["To"].addresses

    assert recipient.addr_spec == "ase+post@xn--blbr-roah.example"


def test_an_address_in_another_alphabet_is_written_as_it_is():
    message = a_message(name="Åse Lindvåg", address="åse+post@blåbær.example")

    to = "To: Åse Lindvåg <åse+post@xn--blbr-roah.example>\r\n"
    assert to.encode() in message.as_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ase",
        "ase@",
        "ase@a.example, eve@b.example",
        "ase@a.example\r\nBcc: eve@b.example",
        "all: ase@a.example, eve@b.example;",
        "Åse <ase@a.example>",
        "ase@a.example\0",
        "\ud800@a.example",
        "x" * 400 + "@a.example",
    ],
)
def test_an_address_that_is_not_one_is_refused(address):
    with pytest.raises(AddressUnusable):
        a_message(address=address)


@pytest.mark.parametrize(
    "name",
    [
        "Lindvåg, Åse",
        'Åse "Bossen" Lindvåg',
        "a@b.example, Eve <eve@b.example>",
        "Ltd\r\nBcc: eve@b.example",
        "=?utf-8?q?Eve=0D=0ABcc:_eve@b.example?=",
        "🌱" * 200,
        "חברה ירוקה",
        "x" * 200,
        "",
    ],
)
def test_any_name_leaves_one_recipient(name):
    assert_one_recipient(a_message(name=name))


@settings(max_examples=150, deadline=None)
@given(name=st.text(max_size=200), address=st.one_of(st.emails(), st.text(max_size=80)))
def test_anything_gives_one_recipient_or_is_refused(name, address):
    try:
        message = a_message(name=name, address=address)
    except AddressUnusable:
        return

    assert_one_recipient(message)


def assert_one_recipient(message):
    sent = message.as_bytes()
    back = message_from_bytes(sent, policy=policy.default)

    assert [found.addr_spec for found in back["To"].addresses] == [
        found.addr_spec for found in message["To"].addresses
    ]
    assert len(back["To"].addresses) == 1
    assert back.keys() == message.keys()
    assert back["Bcc"] is None
    assert max(map(len, sent.split(b"\r\n"))) <= 998
