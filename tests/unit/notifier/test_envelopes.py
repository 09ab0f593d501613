"""What a letter is given for the way: signatures, return addresses, what programs read."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID, uuid4

import dkim
import mailparser
import pytest

from services.notifier.domain.return_addresses import ReturnAddresses
from services.notifier.letters import Mailbox, build_message
from services.notifier.mail.dkim_keys import DkimKeyUnusable, dkim_key, dkim_keys
from services.notifier.mail.dkim_signer import DkimSigner
from services.notifier.mail.envelopes import Envelopes, SealedLetter
from tests.unit.notifier.dkim_samples import DOMAIN, dns_of, make_keys
from tests.unit.notifier.letter_samples import a_letter

LETTER_ID = UUID("019ab1c2-0000-7000-8000-00000000beef")
ADDRESSES = ReturnAddresses("post@inn.example", secret_key="n" * 32)
PAGE = "https://koblingsboks.example/mail/preferences/" + "x" * 150


@pytest.fixture(scope="module")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_keys(tmp_path_factory.mktemp("dkim"))


def sealed(envelopes: Envelopes, *, sender: str = f"ingrid@{DOMAIN}") -> SealedLetter:
    message = build_message(
        a_letter(),
        sender=Mailbox("Ingrid Solhaug", sender),
        recipient=Mailbox("Åse Lindvåg", "ase@steinvaag-meieri.example"),
        reply_to=None,
        message_id=f"<{LETTER_ID}@koblingsboks.example>",
        date=datetime(2026, 11, 23, 8, 24, tzinfo=UTC),
        unsubscribe_url=PAGE,
    )
    return envelopes.seal(message, kind="introduction", region="more-og-romsdal")


def test_a_letter_says_where_it_comes_back_to_and_what_it_is():
    letter = sealed(Envelopes(return_addresses=ADDRESSES, idempotency_header="Idempotency-Key"))

    message = message_from_bytes(letter.body, policy=policy.default)
    stop = ADDRESSES.of(LETTER_ID, "unsubscribe")
    assert letter.return_path == ADDRESSES.of(LETTER_ID, "bounce")
    assert message["List-Unsubscribe"] == f"<{PAGE}>,<mailto:{stop}?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Feedback-ID"] == "introduction:more-og-romsdal:letters:koblingsboks"
    assert message["Idempotency-Key"] == str(LETTER_ID)
    assert letter.body.isascii()
    assert max(map(len, letter.body.split(b"\r\n"))) <= 998


def test_without_an_intake_a_letter_comes_back_to_its_sender():
    letter = sealed(Envelopes())

    assert letter.return_path == f"ingrid@{DOMAIN}"
    assert b"mailto:" not in letter.body


@pytest.mark.parametrize("sender", [f"ingrid@{DOMAIN}", f"ingrid@nett.{DOMAIN}"])
def test_both_signatures_hold_and_cover_the_one_click(key_folder, sender):
    keys = dkim_keys(key_folder)

    letter = sealed(Envelopes(signer=DkimSigner(keys)), sender=sender)

    verifier = dkim.DKIM(letter.body)
    for number, algorithm in enumerate([b"ed25519-sha256", b"rsa-sha256"]):
        assert verifier.verify(idx=number, dnsfunc=dns_of(keys))
        assert verifier.signature_fields[b"a"] == algorithm
        assert verifier.domain == DOMAIN.encode()
        assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(verifier.include_headers)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"Subject: ", b"Subject: x", id="another subject"),
        pytest.param(b"From: ", b"From: Eve <eve@b.example>\r\nFrom: ", id="one more sender"),
        pytest.param(b"Reply-To", b"X", id="untouched"),
        pytest.param(b"One-Click", b"Two-Clicks", id="another click"),
        pytest.param(b"To: ", b"Reply-To: eve@b.example\r\nTo: ", id="answers led elsewhere"),
    ],
)
def test_what_is_changed_on_the_way_no_longer_verifies(key_folder, before, after):
    keys = dkim_keys(key_folder)
    body = sealed(Envelopes(signer=DkimSigner(keys))).body

    changed = body.replace(b"\r\n" + before, b"\r\n" + after, 1)
    changed = changed if before != b"One-Click" else body.replace(before, after)

    holds = dkim.verify(changed, dnsfunc=dns_of(keys))
    assert holds == (changed == body)


def test_a_sender_without_a_key_is_not_signed_for(key_folder):
    signer = DkimSigner(dkim_keys(key_folder))

    letter = sealed(Envelopes(signer=signer), sender="ingrid@another.example")

    assert b"DKIM-Signature" not in letter.body


def test_a_letter_is_read_alike_by_another_reader(key_folder):
    envelopes = Envelopes(signer=DkimSigner(dkim_keys(key_folder)), return_addresses=ADDRESSES)

    read = mailparser.parse_from_bytes(sealed(envelopes).body)

    assert read.subject == a_letter().subject
    assert read.to == [("Åse Lindvåg", "ase@steinvaag-meieri.example")]
    assert read.text_plain[0].replace("\r\n", "\n").strip() == a_letter().text.strip()
    assert not read.has_defects


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
)
def test_a_file_that_is_no_key_is_named(tmp_path, content):
    path = tmp_path / f"kb._domainkey.{DOMAIN}.pem"
    path.write_bytes(content)

    with pytest.raises(DkimKeyUnusable, match=path.name):
        dkim_key(path)


def test_an_address_is_read_back_whatever_the_case():
    letter_id = uuid4()

    for purpose in ("bounce", "reply", "unsubscribe"):
        read = ADDRESSES.read(ADDRESSES.of(letter_id, purpose).upper())

        assert (read.purpose, read.letter_id) == (purpose, letter_id)


def test_an_address_that_was_made_up_is_not_ours():
    good = ADDRESSES.of(uuid4(), "bounce")
    other_key = ReturnAddresses("post@inn.example", secret_key="m" * 32).of(uuid4(), "bounce")
    tampered = good.replace("+b", "+r")
    flipped = good[:20] + ("0" if good[20] != "0" else "1") + good[21:]

    for address in (
        other_key,
        tampered,
        flipped,
        "post@inn.example",
        "post+b@inn.example",
        "",
        "+",
    ):
        assert ADDRESSES.read(address) is None
    assert ADDRESSES.read(good.replace("inn.example", "ut.example")) is None


@pytest.mark.parametrize("algorithm", ["rsa-sha256", "ed25519-sha256"])
def test_a_verifier_of_others_agrees(key_folder, tmp_path, algorithm):
    opendkim = shutil.which("opendkim", path=f"{os.environ['PATH']}:/usr/sbin")
    if not opendkim:
        pytest.skip(
            "NOT TESTED by another verifier: OpenDKIM is not installed (apt install opendkim)"
        )
    keys = [key for key in dkim_keys(key_folder) if key.algorithm == algorithm]
    (tmp_path / "keys").write_text("".join(f"{key.dns_name} {key.dns_text}\n" for key in keys))
    settings = f"Mode v\nTestPublicKeys {tmp_path}/keys\nSocket inet:0@127.0.0.1\nSyslog no\n"
    (tmp_path / "settings").write_text(settings)
    body = sealed(Envelopes(signer=DkimSigner(keys))).body

    def verdict(letter: bytes) -> str:
        (tmp_path / "letter").write_bytes(letter)
        command = [opendkim, "-t", tmp_path / "letter", "-x", tmp_path / "settings", "-v"]
        done = subprocess.run(command, check=True, capture_output=True, timeout=30)
        return (done.stdout + done.stderr).decode()

    assert f"d={DOMAIN}" in verdict(body)
    assert "succeeded" in verdict(body)
    assert "failed" in verdict(body.replace(b"One-Click", b"Two-Clicks"))
