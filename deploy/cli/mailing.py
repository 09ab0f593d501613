"""`koblingsboks mail test` and `mail keys`"""

import asyncio
import os
import shutil
import subprocess
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import typer
from nacl.signing import SigningKey
from uuid6 import uuid7

from deploy.cli.errors import DkimKeyThere, LetterNotTaken, OpensslMissing
from deploy.cli.mail_dns import txt_record
from deploy.cli.mail_setup import MailSetup, mail_setup
from services.notifier.domain.sign_ins import ClaimedSignInLetter
from services.notifier.letters import Letter, Mailbox, build_message
from services.notifier.letters.message import usable_address
from services.notifier.mail.dkim_keys import BETWEEN, dkim_key, ed25519_pem
from services.notifier.mail.mailer import MailDelayed, MailError, MailRefused
from services.notifier.mail.smtp import SmtpMailer
from shared.clock import utc_now
from shared.locale import Language, words

RSA = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"


def run_test(data: Path, address: str, *, language: Language) -> None:
    for line in asyncio.run(send_test_letter(data, address, language=language)):
        typer.echo(line)


def run_keys(domain: str, *, folder: Path, selector: str | None) -> None:
    """An RSA and an Ed25519 key; old receivers know only the first."""
    name = selector or f"kb{datetime.now(UTC):%Y%m}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = [folder / f"{name}{kind}{BETWEEN}{domain.lower()}.pem" for kind in ("r", "e")]
    for path in paths:
        if path.exists():
            raise DkimKeyThere(path=path)
    for path, pem in zip(
        paths, (_rsa_pem(), ed25519_pem(bytes(SigningKey.generate()))), strict=True
    ):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
        typer.echo(f"{path}: keep it secret, and readable by the notifier alone")
    typer.echo("\nRecords to set, as lines of a zone file; then NOTIFIER_DKIM_KEYS=" + str(folder))
    for path in paths:
        key = dkim_key(path)
        typer.echo(f"  {txt_record(key.dns_name, key.dns_text)}")


async def send_test_letter(data: Path, address: str, *, language: Language) -> list[str]:
    """What became of it. Raises LetterNotTaken, NoMailYet or AddressUnusable."""
    async with mail_setup(data) as setup:
        letter = _letter(setup, address, language)
        mailer = SmtpMailer(setup.server)
        where = f"{setup.server.host}:{setup.server.port}"
        try:
            reply = await mailer.send(letter, before_data=_nothing)
        except MailError as error:
            raise LetterNotTaken(where=where, what=_kind(error), said=error) from error
        finally:
            await mailer.close()
    signatures = letter.body.count(b"DKIM-Signature:")
    told = [
        f"{where} took the letter and said: {reply}",
        f"From {setup.sender}, comes back to {letter.sender_address}, {signatures} signatures.",
    ]
    return [*told, "It lies in the mailbox of the data folder."] if setup.is_mailbox else told


def _letter(setup: MailSetup, address: str, language: Language) -> ClaimedSignInLetter:
    """Raises AddressUnusable."""
    word, letter_id = words(language), uuid7()
    text = word("mail_test.text")
    message = build_message(
        Letter(
            language=language,
            subject=word("mail_test.subject"),
            text=f"{text}\n",
            html=f"<p>{escape(text)}</p>\n",
        ),
        sender=Mailbox("Koblingsboks", usable_address(setup.sender)),
        recipient=Mailbox("", address),
        reply_to=None,
        message_id=f"<{letter_id}@{setup.sender_domain}>",
        date=utc_now(),
        unsubscribe_url=None,
    )
    sealed = setup.envelopes.seal(message, kind="test", region="")
    return ClaimedSignInLetter(
        id=letter_id,
        lease=letter_id,
        sender_address=sealed.return_path,
        recipient_address=usable_address(address),
        body=sealed.body,
    )


async def _nothing() -> None:
    return


def _kind(error: MailError) -> str:
    if isinstance(error, MailRefused):
        return "refused it for good"
    return (
        "would take it later, or is not there" if isinstance(error, MailDelayed) else "did not say"
    )


def _rsa_pem() -> bytes:
    if not shutil.which("openssl"):
        raise OpensslMissing
    return subprocess.run(RSA.split(), check=True, capture_output=True).stdout  # noqa: S603
