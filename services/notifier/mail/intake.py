"""Where mail comes back: a small LMTP or SMTP server that our own relay hands it in to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

logger = logging.getLogger(__name__)

LARGEST_MAIL = 10 * 2**20
#: Each may hold a mail of that size in memory.
MOST_CONVERSATIONS = 5
MOST_RECIPIENTS = 10

Protocol = Literal["lmtp", "smtp"]
#: done: it may be forgotten. later: bring it again. nobody: it is for nobody here.
Answer = Literal["done", "later", "nobody"]
#: Envelope sender, recipient, the mail.
Receive = Callable[[str, str, bytes], Awaitable[Answer]]

REPLIES: dict[Answer, str] = {
    "done": "250 2.0.0 Taken",
    "later": "451 4.3.0 Not now, try again later",
    "nobody": "550 5.1.1 Nobody reads mail to this address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """`port` 0 is any free one."""

    host: str
    port: int
    protocol: Protocol = "lmtp"

    @classmethod
    def at(cls, address: str, protocol: Protocol) -> "Listening":
        host, _, port = address.rpartition(":")
        return cls(host=host.strip("[]"), port=int(port), protocol=protocol)


class IntakeServer:
    """`knows` says whether an address is ours to take mail for."""

    def __init__(
        self, listening: Listening, *, knows: Callable[[str], bool], receive: Receive
    ) -> None:
        self._listening = listening
        self._knows = knows
        self._receive = receive
        self._server: asyncio.Server | None = None
        self.open_conversations = 0
        self.port = listening.port

    async def open(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        loop = asyncio.get_running_loop()
        where = self._listening
        self._server = await loop.create_server(self._conversation, where.host, where.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    def _conversation(self) -> SMTP:
        speaks = _Lmtp if self._listening.protocol == "lmtp" else _Smtp
        return speaks(
            self,
            intake=self,
            hostname="koblingsboks",
            ident="Koblingsboks",
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            timeout=60,
            loop=asyncio.get_running_loop(),
        )

    async def handle_RCPT(  # noqa: N802  (the names aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if not self._knows(address):
            return REPLIES["nobody"]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content or "").encode()
        answers = [
            await self._take(envelope.mail_from or "", recipient, raw)
            for recipient in envelope.rcpt_tos
        ]
        if self._listening.protocol == "lmtp":  # RFC 2033: one reply for each recipient
            return "\r\n".join(REPLIES[answer] for answer in answers)
        worst = next((one for one in ("later", "done") if one in answers), "nobody")
        return REPLIES[worst]  # type: ignore[index]

    async def _take(self, sender: str, recipient: str, raw: bytes) -> Answer:
        try:
            return await self._receive(sender, recipient, raw)
        except Exception:
            logger.exception("a mail that came back could not be kept")
            return "later"


class _Bounded(SMTP):
    """Hangs up on those beyond the number that fits in memory."""

    def __init__(self, *args: Any, intake: IntakeServer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._intake = intake

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._intake.open_conversations += 1
        if self._intake.open_conversations > MOST_CONVERSATIONS:
            assert isinstance(transport, asyncio.Transport)
            transport.write(b"421 4.3.2 Busy, try again later\r\n")
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._intake.open_conversations -= 1
        if self.transport is not None:
            super().connection_lost(error)


class _Smtp(_Bounded):
    pass


class _Lmtp(_Bounded, LMTP):
    pass
