"""A mail server that does to each letter what a test tells it to."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

Drop = Literal["at RCPT", "at DATA", "after the dot"]
HOST = "127.0.0.1"
LAYERS = 4
TAKEN = "250 queued as 4711"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do with one conversation; the first that applies. `hold` waits before the reply."""

    rcpt: str | None = None
    dot: str = TAKEN
    drop: Drop | None = None
    hold: asyncio.Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A letter whose final dot has come, whatever the server replied then."""

    recipient: str
    sender: str
    body: bytes
    reply: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.body, policy=policy.default)


@dataclass
class SmtpPeer:
    """Takes every letter, except where there are steps left for its recipient."""

    received: list[Received] = field(default_factory=list)
    conversations: int = 0
    connections: int = 0
    port: int = 0
    open: set["_Conversation"] = field(default_factory=set)
    _steps: dict[str, deque[Step]] = field(default_factory=lambda: defaultdict(deque))
    _at_hand: dict[int, Step] = field(default_factory=dict)
    _options: dict[str, Any] = field(default_factory=dict)

    def program(self, recipient: str, *steps: Step) -> None:
        """One step for each of the next conversations about `recipient`."""
        self._steps[recipient].extend(steps)

    def to(self, recipient: str) -> list[Received]:
        return [letter for letter in self.received if letter.recipient == recipient]

    async def handle_RCPT(  # noqa: N802  (the names aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.conversations += 1
        steps = self._steps[address]
        step = self._at_hand[id(session)] = steps.popleft() if steps else Step()
        if step.drop == "at RCPT":
            server.transport.abort()
        if step.rcpt:
            return step.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        step = self._at_hand.pop(id(session))
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(
            Received(
                recipient=envelope.rcpt_tos[0],
                sender=envelope.mail_from or "",
                body=content,
                reply=step.dot,
            )
        )
        if step.hold:
            await step.hold.wait()
        if step.drop == "after the dot":
            server.transport.abort()
        return step.dot

    def conversation(self) -> SMTP:
        return _Conversation(self, self._options)


class _Conversation(SMTP):
    """Can also hang up where aiosmtpd asks nobody: at the command DATA."""

    def __init__(self, peer: SmtpPeer, options: dict[str, Any]) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(peer, hostname="peer.example", loop=loop, **options)
        self._peer = peer
        peer.open.add(self)
        peer.connections += 1

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._peer.open.discard(self)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        step = self._peer._at_hand.get(id(self.session))
        if step and step.drop == "at DATA":
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


@asynccontextmanager
async def smtp_peer(
    *, implicit_tls: SSLContext | None = None, **options: Any
) -> AsyncIterator[SmtpPeer]:
    """`options` are those of aiosmtpd's SMTP."""
    peer = SmtpPeer(_options=options)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(peer.conversation, HOST, 0, ssl=implicit_tls)
    peer.port = server.sockets[0].getsockname()[1]
    try:
        yield peer
    finally:
        server.close()
        await server.wait_closed()
        for conversation in list(peer.open):
            conversation.transport.abort()
        # Transports close in the next turns of the loop, encrypted ones one layer at a time.
        for _ in range(LAYERS):
            await asyncio.sleep(0)
