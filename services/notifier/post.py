"""The parts of the post, as the settings want them."""

from collections.abc import Awaitable
from typing import Protocol

from services.notifier.actions.receive import ArrivedMail, IntakeOffice, Result, receive
from services.notifier.actions.writing import LetterWriter
from services.notifier.config import MailSettings
from services.notifier.domain.return_addresses import ReturnAddresses
from services.notifier.mail.connections import SmtpServer
from services.notifier.mail.dkim_keys import dkim_keys
from services.notifier.mail.dkim_signer import DkimSigner
from services.notifier.mail.envelopes import Envelopes
from services.notifier.mail.intake import Answer, IntakeServer, Listening
from services.notifier.mail.intake_folder import IntakeFolder, IntakeLoop
from services.notifier.storage.database import Database

ANSWERS: dict[Result, Answer] = {
    "early": "later",
    "stranger": "nobody",
    "unreadable": "nobody",
    "reply_to_nothing": "nobody",
}


class Opened(Protocol):
    """What is opened with the service and closed with it."""

    def open(self) -> Awaitable[None]: ...
    def close(self) -> Awaitable[None]: ...


def envelopes_of(settings: MailSettings) -> Envelopes:
    """Raises DkimKeyUnusable."""
    return Envelopes(
        signer=DkimSigner(dkim_keys(settings.dkim_keys) if settings.dkim_keys else ()),
        return_addresses=return_addresses_of(settings),
        idempotency_header=settings.idempotency_header,
    )


def return_addresses_of(settings: MailSettings) -> ReturnAddresses | None:
    if not settings.intake_address:
        return None
    return ReturnAddresses(
        settings.intake_address, secret_key=settings.secret_key.get_secret_value()
    )


def smtp_server_of(settings: MailSettings) -> SmtpServer:
    password = settings.smtp_password
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        username=settings.smtp_username or None,
        password=password.get_secret_value() if password else None,
        greet_as=settings.greeting,
        command_timeout=settings.smtp_timeout,
        data_timeout=settings.smtp_data_timeout,
        idle=settings.smtp_idle,
    )


def intakes_of(settings: MailSettings, database: Database, writer: LetterWriter) -> list[Opened]:
    """The ways in which mail comes back; none without an address for it."""
    addresses = return_addresses_of(settings)
    if addresses is None:
        return []
    office = IntakeOffice(
        database=database, writer=writer, addresses=addresses, soft_bounces=settings.soft_bounces
    )

    async def take(sender: str, recipient: str, raw: bytes) -> Answer:
        mail = ArrivedMail(sender=sender, recipient=recipient, raw=raw)
        return ANSWERS.get(await receive(office, mail), "done")

    intakes: list[Opened] = []
    if settings.intake_listen:
        where = Listening.at(settings.intake_listen, settings.intake_protocol)
        intakes.append(IntakeServer(where, knows=addresses.is_ours, receive=take))
    if settings.intake_maildir:
        folder = IntakeFolder(settings.intake_maildir, knows=addresses.is_ours, receive=take)
        intakes.append(IntakeLoop(folder, pause=settings.intake_pause))
    return intakes
