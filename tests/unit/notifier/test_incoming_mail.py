"""What mail that comes back is taken for, and that no mail is a burden."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.domain.incoming import (
    AutoReply,
    Complaint,
    DeliveryReport,
    IncomingMail,
    PersonalReply,
    Unreadable,
    is_dead_address,
    severity,
)
from services.notifier.mail.hostile import (
    LONGEST_FIELD,
    LONGEST_LINE,
    MOST_BYTES,
    TooNested,
    bounded,
)
from services.notifier.mail.reading import read_incoming
from tests.returned_mail import a_complaint, a_reply, a_report

ASE = "ase@steinvaag-meieri.example"
TOKEN = "post+b" + "0" * 40 + "@inn.example"
SECONDS_FOR_ANYTHING = 5


def meaning(raw: bytes, *, sender: str = ASE) -> object:
    return read_incoming(raw, envelope_sender=sender).meaning


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param({}, ("failed", "5.1.1"), id="no such mailbox"),
        pytest.param({"action": "delayed", "status": "4.4.1"}, ("delayed", "4.4.1"), id="delayed"),
        pytest.param({"action": "Failed (gave up)"}, ("failed", "5.1.1"), id="with a comment"),
        pytest.param({"status": "what?"}, ("failed", "5.1.1"), id="status in the diagnostic"),
        pytest.param(
            {"status": "", "diagnostic": "no"}, ("failed", "5.0.0"), id="failed, and no more said"
        ),
        pytest.param({"action": "relayed", "status": "2.1.5"}, ("other", "2.1.5"), id="relayed"),
    ],
)
def test_a_report_tells_what_became_of_the_letter(given, found):
    report = meaning(a_report(**given), sender="")

    assert isinstance(report, DeliveryReport)
    assert (report.action, report.status) == found


def test_a_report_and_a_complaint_name_the_return_address_of_the_letter():
    for mail in (a_report(original=TOKEN), a_complaint(original=TOKEN)):
        assert read_incoming(mail, envelope_sender="").mentions == (TOKEN,)


def test_a_complaint_is_one():
    assert meaning(a_complaint(original=TOKEN)) == Complaint()


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("5.1.1", "hard"),
        ("5.0.0", "hard"),
        ("5.2.1", "hard"),
        ("5.2.2", "soft"),
        ("5.7.26", "soft"),
        ("5.1.8", "soft"),
        ("4.4.7", "soft"),
        ("", "soft"),
    ],
)
def test_only_an_address_that_is_to_blame_is_given_up(status, found):
    assert severity(status) == found


def test_a_refusal_names_a_dead_address_only_by_its_status():
    assert is_dead_address("550 5.1.1 unknown user")
    assert not is_dead_address("550 no")
    assert not is_dead_address("554 5.7.1 relay access denied for 10.5.1.1")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<liste.example>"},
        {"Subject": "Automatisk svar: Varme"},
        {"Subject": "Automatic reply: Varme"},
        {"Return_Path": "<>"},
    ],
    ids=lambda headers: " ".join(f"{name}: {value}" for name, value in headers.items()),
)
def test_a_program_that_answers_is_not_listened_to(headers):
    assert meaning(a_reply(**headers)) == AutoReply()


def test_whatever_comes_from_nobody_is_a_program():
    assert meaning(a_reply(), sender="<>") == AutoReply()


QUOTED = "\n\nDen fre. 27. nov. 2026 kl. 09:00 skrev Ingrid Solhaug:\n> Hei Åse\n> Vil du?\n"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"text": "Ja, gjerne!" + QUOTED}, "Ja, gjerne!"),
        ({"text": "Yes\n\nOn Fri, Nov 27, 2026 Ingrid\n<i@a.example> wrote:\n\n> Hi\n"}, "Yes"),
        ({"text": "Ja\n\nFra: Ingrid\nSendt: fredag 27. november\nTil: Åse\n\nHei\n"}, "Ja"),
        ({"text": "Ja\n-----Opprinnelig melding-----\nFra: Ingrid\n"}, "Ja"),
        ({"text": "> Vil du?\nJa\n> Når?\nTirsdag\n"}, "Ja\nTirsdag"),
        ({"text": "Fra: kl. 9 passer det.\nHilsen Åse\n"}, "Fra: kl. 9 passer det.\nHilsen Åse"),
        ({"text": "On Tuesday I have 2 hours.\n"}, "On Tuesday I have 2 hours."),
        ({"text": "> bare sitat\n"}, "> bare sitat"),
        (
            {"text": "", "html": "<p>Ja &amp; takk<br>Å.</p><blockquote>Hei</blockquote>"},
            "Ja & takk\nÅ.",
        ),
        ({"text": "", "html": "<style>p{}</style><script>x()</script><b>Ja"}, "Ja"),
    ],
)
def test_a_person_is_read_without_what_was_quoted(given, text):
    assert meaning(a_reply(**given)) == PersonalReply(text=text)


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8", "nonsense", "punycode"])
def test_any_alphabet_is_read_and_no_other_codec(charset):
    head = f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
    known = {"iso-8859-1", "windows-1252"}

    read = meaning(head + "Blåbær".encode(charset if charset in known else "utf-8"))

    assert read == PersonalReply(text="Blåbær")


def nested(depth: int) -> bytes:
    open_ = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)
    )
    return open_.encode() + b"\r\nhei"


HOSTILE = {
    "nothing": b"",
    "no mail": b"\x00\xff" * 1000,
    "huge": a_reply(text="x" * 70 + "\n") + b"spam and spam\r\n" * 700_000,
    "deep": nested(5_000),
    "deep enough": nested(35) + b"\r\nx" * MOST_BYTES,
    "letters in letters": b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "a long type": b"Content-Type: multipart/mixed; " + b'";' * 1_000_000 + b"\r\n\r\nhei",
    "a long folded type": b"Content-Type: text/plain;" + b'\r\n ";' * 50_000 + b"\r\n\r\nhei",
    "many fields": b"X-A: b\r\n" * 30_000 + b"\r\nhei",
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 25_000,
    "one line": b"From: a@b.example\r\n\r\n" + b"> " * 200_000,
    "tags": b"From: a@b\r\nContent-Type: text/html\r\n\r\n" + b"<" * 200_000,
    "comments": b"From: a@b\r\nContent-Type: text/html\r\n\r\n" + b"<!--" * 50_000,
    "entities": b"From: a@b\r\nContent-Type: text/html\r\n\r\n" + b"&#" * 100_000,
    "quotes": b"From: a@b\r\n\r\n" + b"On 1 " * 60_000 + b"wrote:",
    "broken base64": b"From: a@b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"=A" * 100_000,
    "half a report": a_report()[:700],
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_read_in_bounded_time(raw):
    begin = time.thread_time()

    read = read_incoming(raw, envelope_sender=ASE)

    assert isinstance(read, IncomingMail)
    assert time.thread_time() - begin < SECONDS_FOR_ANYTHING


def test_what_is_parsed_is_bounded_in_size_depth_and_length_of_lines():
    long_field = b"Content-Type: a/b;" + b"\r\n x=y;" * 10_000
    cut = bounded(long_field + b"\r\n\r\n" + b"x" * 100_000 + b"\r\n")

    assert len(bounded(b"hei\r\n" * 10**6)) <= MOST_BYTES
    assert len(cut.partition(b"\r\n\r\n")[0]) <= LONGEST_FIELD
    assert max(map(len, cut.splitlines())) <= LONGEST_LINE
    with pytest.raises(TooNested):
        bounded(nested(100))
    assert bounded(a_report()) == a_report()


def test_mail_that_was_made_to_be_a_burden_is_not_read():
    assert meaning(nested(5_000)) == Unreadable()
    assert meaning(b"") == Unreadable()


LINES = st.sampled_from(
    [line + b"\r\n" for line in a_report(original=TOKEN).split(b"\r\n")]
    + [b"\r\n", b" \r\n", b"Content-Type: message/delivery-status\r\n", b"--b1--\r\n"]
    + [b"Content-Type: message/rfc822\r\n", b"Action: failed\r\n", b"Status: 5\r\n"]
    + [b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: ;;=\r\n", b"\xff\xfe: \x00\r\n"]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=2_000), st.lists(LINES, max_size=60).map(b"".join)))
def test_any_bytes_have_a_meaning_or_none(raw):
    begin = time.thread_time()

    read = read_incoming(raw, envelope_sender="")

    assert isinstance(
        read.meaning, DeliveryReport | Complaint | AutoReply | PersonalReply | Unreadable
    )
    assert time.thread_time() - begin < SECONDS_FOR_ANYTHING
