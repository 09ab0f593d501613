"""Carry letters to an SMTP server, and tell apart what is known from what is not.

Measured on aiosmtplib 5: a connection that drops inside DATA and one that drops after the final
dot fail alike, and a slow reply times out although the letter was taken. So the commands are
given one by one, and whatever breaks from DATA on without an answer is unknown.
"""

from collections.abc import Awaitable, Callable

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPTimeoutError,
)

from services.notifier.domain.retries import Delay
from services.notifier.domain.text import storable
from services.notifier.mail.connections import SmtpConnections, SmtpServer
from services.notifier.mail.mailer import MailDelayed, MailRefused, MailUnknown, Outgoing
from shared.failpoints import failpoint

CLOSING = 421
LONGEST_REPLY = 500
NO_REPLY = "The server took the letter and gave no reply: {reason}"
LOST = "The connection was lost before the letter was handed over."
NEEDS_SMTPUTF8 = (
    "Not sent: the part of the address before the @ has letters that our mail server cannot send "
    "to (it does not offer SMTPUTF8). Ask for another address."
)


class SmtpMailer:
    """Keeps connections for the letters that follow."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._connections = SmtpConnections(server)

    async def close(self) -> None:
        await self._connections.close()

    async def send(self, letter: Outgoing, *, before_data: Callable[[], Awaitable[None]]) -> str:
        client = await self._connect()
        try:
            await self._open_envelope(client, letter)
            await before_data()
            reply = await self._hand_over(client, letter)
        except (MailDelayed, MailRefused):
            # The next letter begins with RSET, so that nothing of this one is left.
            self._connections.keep(client)
            raise
        except BaseException:
            self._connections.drop(client)
            raise
        self._connections.keep(client)
        return reply

    async def _connect(self) -> SMTP:
        """A server that refuses us (its greeting, our password) refuses every letter alike; that
        is for a person to mend, and no reason to give a letter up."""
        try:
            return await self._connections.take()
        except (SMTPException, OSError) as error:
            raise _delayed(error) from error

    async def _open_envelope(self, client: SMTP, letter: Outgoing) -> None:
        """Everything up to DATA: whatever goes wrong here, nothing has arrived."""
        options = _options(client, letter)
        wants_reports = client.supports_extension("dsn")
        try:
            failpoint("before MAIL")
            await client.mail(letter.sender_address, options=options, encoding="utf-8")
            await client.rcpt(
                letter.recipient_address,
                options=["NOTIFY=FAILURE,DELAY"] if wants_reports else None,
                encoding="utf-8",
            )
        except (SMTPSenderRefused, SMTPRecipientRefused) as error:
            if error.code == CLOSING:
                client.close()
            raise _answered(error, later="greylisted") from error
        except (SMTPException, OSError) as error:
            client.close()
            raise _delayed(error) from error

    async def _hand_over(self, client: SMTP, letter: Outgoing) -> str:
        if not client.is_connected:
            raise MailDelayed(LOST, "unreachable")
        failpoint("before DATA")
        try:
            code, message = await client.data(letter.body, timeout=self._server.data_timeout)
            failpoint("after the dot")
        except SMTPDataError as error:
            if error.code == CLOSING:
                client.close()
            raise _answered(error, later="busy") from error
        except (SMTPException, OSError) as error:
            raise MailUnknown(NO_REPLY.format(reason=_text(error))) from error
        return _reply(code, message)


def _options(client: SMTP, letter: Outgoing) -> list[str]:
    options = ["RET=HDRS"] if client.supports_extension("dsn") else []
    if letter.recipient_address.isascii():
        return options
    if not client.supports_extension("smtputf8"):
        raise MailRefused(NEEDS_SMTPUTF8)
    return [*options, "SMTPUTF8", "BODY=8BITMIME"]


def _answered(
    error: SMTPResponseException, *, later: Delay
) -> MailDelayed | MailRefused | MailUnknown:
    """The server has spoken: 4yz means later, 5yz means never."""
    reply = _reply(error.code, error.message)
    if 400 <= error.code < 500:
        return MailDelayed(reply, "busy" if error.code == CLOSING else later)
    return MailRefused(reply) if 500 <= error.code < 600 else MailUnknown(reply)


def _delayed(error: Exception) -> MailDelayed:
    timed_out = isinstance(error, SMTPTimeoutError | TimeoutError)
    return MailDelayed(_text(error), "timed_out" if timed_out else "unreachable")


def _text(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return _reply(error.code, error.message)
    return storable(str(error) or type(error).__name__)[:LONGEST_REPLY]


def _reply(code: int, message: str) -> str:
    return " ".join(storable(f"{code} {message}").split())[:LONGEST_REPLY]
