"""How this installation mails: by its NOTIFIER_… settings, else by the mailbox of the folder."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.cli.errors import NoMailYet
from deploy.embedded.mailbox import Mailbox
from deploy.embedded.servers import addresses
from deploy.embedded.services import SENDER
from services.notifier.config import MailSettings
from services.notifier.mail.connections import SmtpServer
from services.notifier.mail.envelopes import Envelopes
from services.notifier.post import envelopes_of, smtp_server_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSetup:
    """`is_mailbox` where letters go nowhere but into the data folder."""

    server: SmtpServer
    sender: str
    intake_address: str | None = None
    dkim_keys: Path | None = None
    envelopes: Envelopes = field(default_factory=Envelopes)
    is_mailbox: bool = False

    @property
    def sender_domain(self) -> str:
        return self.sender.rpartition("@")[2]


@asynccontextmanager
async def mail_setup(data: Path) -> AsyncIterator[MailSetup]:
    """Raises NoMailYet."""
    if os.environ.get("NOTIFIER_SMTP_HOST"):
        yield _configured(MailSettings())  # type: ignore[call-arg]  # from the environment
        return
    if not (data / "secrets.json").exists():
        raise NoMailYet
    found = addresses(data)
    mailbox = Mailbox(found.folders.mailbox, password=found.secrets.mailbox_password)
    await mailbox.start()
    try:
        yield _of_mailbox(mailbox)
    finally:
        await mailbox.stop()


def _configured(settings: MailSettings) -> MailSetup:
    return MailSetup(
        server=smtp_server_of(settings),
        sender=settings.fallback_sender,
        intake_address=settings.intake_address,
        dkim_keys=settings.dkim_keys,
        envelopes=envelopes_of(settings),
    )


def _of_mailbox(mailbox: Mailbox) -> MailSetup:
    server = SmtpServer(
        host=mailbox.host,
        port=mailbox.port,
        username=mailbox.username,
        password=mailbox.password,
    )
    return MailSetup(server=server, sender=SENDER, is_mailbox=True)
