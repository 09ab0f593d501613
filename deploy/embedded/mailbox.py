"""A mail server that delivers everything into one folder, for those who know the password."""

import asyncio
import hmac
import logging
import warnings
from email import policy
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from deploy.embedded.letters import Letter, LetterBox

HOST = "127.0.0.1"
USERNAME = "koblingsboks"
LARGEST_LETTER = 30 * 2**20


class Mailbox:
    def __init__(self, folder: Path, *, password: str) -> None:
        self.host = HOST
        self.username = USERNAME
        self.password = password
        self._box = LetterBox(folder)
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def port(self) -> int:
        """A free one, chosen at start; 0 before."""
        return self._port

    def letters(self, *, limit: int = 200) -> list[Letter]:
        """Newest first."""
        return self._box.letters(limit=limit)

    def letter(self, key: str) -> Letter | None:
        return self._box.letter(key)

    async def start(self) -> None:
        self._box.prepare()
        # It would warn of passwords without TLS at every connection.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, HOST, 0)
        self._port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def handle_DATA(  # noqa: N802  (the name aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        await asyncio.to_thread(self._box.add, _with_envelope(envelope))
        return "250 Message accepted for delivery"

    def _conversation(self) -> SMTP:
        with warnings.catch_warnings():
            # Passwords without TLS: on loopback nobody listens between.
            warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
            return SMTP(
                self,
                hostname="localhost",
                ident="Koblingsboks",
                data_size_limit=LARGEST_LETTER,
                enable_SMTPUTF8=True,
                auth_required=True,
                auth_require_tls=False,
                authenticator=self._authenticate,
                loop=asyncio.get_running_loop(),
            )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: Any
    ) -> AuthResult:
        is_known = (
            isinstance(given, LoginPassword)
            and hmac.compare_digest(given.login, self.username.encode())
            and hmac.compare_digest(given.password, self.password.encode())
        )
        return AuthResult(success=is_known, handled=False)


def _with_envelope(envelope: Envelope) -> bytes:
    """Keep the envelope, as mail servers do on delivery: it need not agree with the headers."""
    lines = [f"Return-Path: <{envelope.mail_from or ''}>"]
    lines += [f"Delivered-To: {address}" for address in envelope.rcpt_tos]
    head = "".join(f"{line}{policy.SMTP.linesep}" for line in lines)
    content = envelope.content or b""
    return head.encode() + (content if isinstance(content, bytes) else content.encode())
