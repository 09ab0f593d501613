"""Carry letters to an SMTP server, and tell apart what is known from what is not.

Measured on aiosmtplib 5: a connection that drops inside DATA and one that drops after the final
dot fail alike, and a slow reply times out although the letter was taken. So the commands are
given one by one, and whatever breaks from DATA on without an answer is unknown.
"""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from services.notifier.domain.text import storable
from services.notifier.mail.mailer import MailDelayed, MailRefused, MailUnknown, Outgoing
from shared.failpoints import failpoint

logger = logging.getLogger(__name__)

Security = Literal["none", "starttls", "tls"]

LONGEST_REPLY = 500
LEAVE_SECONDS = 5.0
NO_REPLY = "The server took the letter and gave no reply: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where letters are handed in. Times are seconds."""

    host: str
    port: int
    security: Security = "none"
    username: str | None = None
    password: str | None = None
    greet_as: str = "localhost"
    command_timeout: float = 30
    #: RFC 5321 gives the server ten minutes; who hangs up earlier sends the letter twice.
    data_timeout: float = 600


class SmtpMailer:
    """One connection a letter; nothing is shared between letters."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._tls = None if server.security == "none" else ssl.create_default_context()
        self._leaving: set[asyncio.Task[None]] = set()

    async def send(self, letter: Outgoing, *, before_data: Callable[[], Awaitable[None]]) -> str:
        client = self._client()
        try:
            await self._open_envelope(client, letter)
            await before_data()
            reply = await self._hand_over(client, letter)
        except BaseException:
            client.close()
            raise
        self._leave(client)
        return reply

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            local_hostname=server.greet_as,
            timeout=server.command_timeout,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=self._tls,
        )

    async def _open_envelope(self, client: SMTP, letter: Outgoing) -> None:
        """Everything up to DATA: whatever goes wrong here, nothing has arrived.

        A server that refuses us (its greeting, our password) refuses every letter alike; that
        is for a person to mend, and no reason to give a letter up.
        """
        try:
            await client.connect()
            failpoint("before MAIL")
            await client.mail(letter.sender_address)
            await client.rcpt(letter.recipient_address)
        except (SMTPSenderRefused, SMTPRecipientRefused) as error:
            raise _answered(error) from error
        except (SMTPException, OSError) as error:
            raise MailDelayed(_text(error)) from error

    async def _hand_over(self, client: SMTP, letter: Outgoing) -> str:
        if not client.is_connected:
            raise MailDelayed("The connection was lost before the letter was handed over.")
        failpoint("before DATA")
        try:
            code, message = await client.data(letter.body, timeout=self._server.data_timeout)
            failpoint("after the dot")
        except SMTPDataError as error:
            raise _answered(error) from error
        except (SMTPException, OSError) as error:
            raise MailUnknown(NO_REPLY.format(reason=_text(error))) from error
        return _reply(code, message)

    def _leave(self, client: SMTP) -> None:
        """Say goodbye without making the letter wait for it."""
        task = asyncio.create_task(_quit(client))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)


async def _quit(client: SMTP) -> None:
    try:
        await client.quit(timeout=LEAVE_SECONDS)
    except (SMTPException, OSError):
        client.close()


def _answered(error: SMTPResponseException) -> MailDelayed | MailRefused | MailUnknown:
    """The server has spoken: 4yz means later, 5yz means never."""
    reply = _reply(error.code, error.message)
    if 400 <= error.code < 500:
        return MailDelayed(reply)
    return MailRefused(reply) if 500 <= error.code < 600 else MailUnknown(reply)


def _text(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return _reply(error.code, error.message)
    return storable(str(error) or type(error).__name__)[:LONGEST_REPLY]


def _reply(code: int, message: str) -> str:
    return " ".join(storable(f"{code} {message}").split())[:LONGEST_REPLY]
