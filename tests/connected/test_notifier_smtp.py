"""One letter and one mail server: what is known of the letter afterwards."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from aiosmtpd.smtp import AuthResult, LoginPassword

from services.notifier.domain.addresses import address_hash
from services.notifier.domain.letters import ClaimedLetter
from services.notifier.mail.connections import SmtpServer
from services.notifier.mail.mailer import MailDelayed, MailRefused, MailUnknown
from services.notifier.mail.smtp import SmtpMailer
from tests.fakes.smtp import SmtpPeer, Step, smtp_peer
from tests.waiting import until

TO = "ase@steinvaag-meieri.example"
BODY = b"Subject: Hei\r\n\r\n.\r\n.En linje med punktum\r\n\xc3\x85\r\n"


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody has vouched for."""
    both = tmp_path / "both.pem"
    options = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=peer"
    command = f"openssl req -x509 {options} -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(
        [*command.split(), "-keyout", both, "-out", tmp_path / "certificate.pem"],
        check=True,
        capture_output=True,
    )
    certificate = tmp_path / "certificate.pem"
    both.write_bytes(both.read_bytes() + certificate.read_bytes())
    return both


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def _trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def a_letter(**given: Any) -> ClaimedLetter:
    return ClaimedLetter(
        **{
            "id": uuid4(),
            "introduction_id": uuid4(),
            "kind": "introduction",
            "lease": uuid4(),
            "attempts": 1,
            "sender_address": "ingrid@ostfold.example",
            "recipient_address": TO,
            "address_hash": address_hash(TO),
            "body": BODY,
            **given,
        }
    )


async def no_objection() -> None:
    return


async def send(peer: SmtpPeer, *, recipient: str = TO, **given: Any) -> str:
    async with mailer_to(peer, **given) as mailer:
        letter = a_letter(recipient_address=recipient)
        return await mailer.send(letter, before_data=no_objection)


@asynccontextmanager
async def mailer_to(peer: SmtpPeer, **given: Any) -> AsyncIterator[SmtpMailer]:
    server = SmtpServer(**{"host": "127.0.0.1", "port": peer.port, "command_timeout": 5, **given})
    mailer = SmtpMailer(server)
    yield mailer
    await mailer.close()


async def test_the_server_gets_the_very_bytes_and_its_reply_is_kept(peer):
    reply = await send(peer)

    assert reply == "250 queued as 4711"
    assert peer.received[0].body == BODY


@pytest.mark.parametrize(
    ("step", "error"),
    [
        pytest.param(Step(rcpt="450 4.2.0 greylisted"), MailDelayed, id="450 at RCPT"),
        pytest.param(Step(rcpt="421 4.3.2 closing"), MailDelayed, id="421 at RCPT"),
        pytest.param(Step(rcpt="550 5.1.1 unknown"), MailRefused, id="550 at RCPT"),
        pytest.param(Step(rcpt="299 what?"), MailUnknown, id="an answer nobody understands"),
        pytest.param(Step(drop="at RCPT"), MailDelayed, id="lost at RCPT"),
        pytest.param(Step(drop="at DATA"), MailUnknown, id="lost at DATA"),
        pytest.param(Step(dot="421 4.3.2 closing"), MailDelayed, id="421 after the dot"),
        pytest.param(Step(dot="451 4.3.0 later"), MailDelayed, id="451 after the dot"),
        pytest.param(Step(dot="552 5.2.2 full"), MailRefused, id="552 after the dot"),
        pytest.param(Step(drop="after the dot"), MailUnknown, id="lost after the dot"),
    ],
)
async def test_what_the_server_says_or_leaves_unsaid_decides(peer, step, error):
    peer.program(TO, step)

    with pytest.raises(error):
        await send(peer)


@pytest.mark.parametrize(
    ("step", "delay"),
    [
        pytest.param(Step(rcpt="450 4.2.0 greylisted"), "greylisted", id="450 at RCPT"),
        pytest.param(Step(rcpt="421 4.3.2 closing"), "busy", id="421 at RCPT"),
        pytest.param(Step(dot="451 4.3.0 later"), "busy", id="451 after the dot"),
        pytest.param(Step(drop="at RCPT"), "unreachable", id="lost at RCPT"),
    ],
)
async def test_what_was_in_the_way_decides_when_to_try_again(peer, step, delay):
    peer.program(TO, step)

    with pytest.raises(MailDelayed) as error:
        await send(peer)

    assert error.value.delay == delay


async def test_letters_share_a_connection_whatever_became_of_the_one_before(peer):
    peer.program(TO, Step(rcpt="550 5.1.1 unknown"), Step(dot="451 4.3.0 later"), Step(), Step())

    async with mailer_to(peer) as mailer:
        for error in (MailRefused, MailDelayed):
            with pytest.raises(error):
                await mailer.send(a_letter(), before_data=no_objection)
        for _ in range(2):
            await mailer.send(a_letter(), before_data=no_objection)

    assert peer.connections == 1
    assert [letter.reply[:3] for letter in peer.received] == ["451", "250", "250"]


async def test_a_connection_that_the_server_closed_is_no_reason_to_wait(peer):
    async with mailer_to(peer) as mailer:
        await mailer.send(a_letter(), before_data=no_objection)
        for conversation in list(peer.open):
            conversation.transport.abort()
        await mailer.send(a_letter(), before_data=no_objection)

    assert peer.connections == 2
    assert len(peer.received) == 2


async def test_a_connection_nobody_uses_is_closed(peer):
    async with mailer_to(peer, idle=0.01) as mailer:
        await mailer.send(a_letter(), before_data=no_objection)

        await until(lambda: _none_open(peer))


async def _none_open(peer: SmtpPeer) -> bool:
    return not peer.open


async def test_an_address_in_another_alphabet_needs_a_server_that_takes_it(peer):
    with pytest.raises(MailRefused, match="SMTPUTF8"):
        await send(peer, recipient="åse@steinvaag.example")
    async with smtp_peer(enable_SMTPUTF8=True) as able:
        await send(able, recipient="åse@steinvaag.example")

    assert peer.received == []
    assert able.received[0].recipient == "åse@steinvaag.example"


async def test_nothing_leaves_when_the_last_moment_says_no(peer):
    class Withheld(Exception):
        pass

    async def object_to_it() -> None:
        raise Withheld

    async with mailer_to(peer) as mailer:
        with pytest.raises(Withheld):
            await mailer.send(a_letter(), before_data=object_to_it)

    assert peer.conversations == 1
    assert peer.received == []


async def test_a_server_that_is_not_there_is_a_delay(peer):
    with pytest.raises(MailDelayed):
        await send(peer, port=1)


async def test_a_server_that_never_greets_is_a_delay():
    left = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        left.set()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with silent:
        with pytest.raises(MailDelayed):
            await send(SmtpPeer(port=port), command_timeout=0.1)
        await left.wait()


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_letters_and_passwords_travel_encrypted(tls, security):
    seen = []

    def authenticate(_server, session, _envelope, _way, given: LoginPassword) -> AuthResult:
        seen.append((session.ssl is not None or security == "tls", given.login, given.password))
        return AuthResult(success=True)

    options = {"tls_context": tls} if security == "starttls" else {"implicit_tls": tls}
    async with smtp_peer(
        authenticator=authenticate,
        auth_require_tls=security == "starttls",
        **options,
    ) as peer:
        await send(peer, security=security, username="kb", password="secret")

    assert seen == [(True, b"kb", b"secret")]
    assert len(peer.received) == 1


async def test_a_server_nobody_vouches_for_gets_no_letter(tls):
    async with smtp_peer(tls_context=tls) as peer:
        with pytest.raises(MailDelayed):
            await send(peer, security="starttls")

        assert peer.conversations == 0


async def test_a_server_that_cannot_encrypt_gets_no_letter(peer):
    with pytest.raises(MailDelayed):
        await send(peer, security="starttls")

    assert peer.conversations == 0


@pytest.mark.usefixtures("_trusted")
async def test_a_refused_password_delays_letters_until_somebody_mends_it(tls):
    def refuse(*_: object) -> AuthResult:
        return AuthResult(success=False, handled=False)

    async with smtp_peer(tls_context=tls, authenticator=refuse) as peer:
        with pytest.raises(MailDelayed):
            await send(peer, security="starttls", username="kb", password="wrong")

        assert peer.conversations == 0
