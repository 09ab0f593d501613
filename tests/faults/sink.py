"""A mail server whose every answer can be scripted, and that remembers every letter it kept."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext

from tests.faults.manners import Manners, Step

HOST = "127.0.0.1"
END = b"\r\n.\r\n"
LONGEST_LETTER = 2**22


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A letter the server has, whether or not it managed to say so."""

    recipient: str
    message: EmailMessage
    at: float  #: seconds, monotonic

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"]).strip()


@dataclass
class Sink:
    """`ways` are for the next conversations, one each; without them `usual` counts."""

    usual: Manners = field(default_factory=Manners)
    ways: deque[Manners] = field(default_factory=deque)
    kept: list[Kept] = field(default_factory=list)
    certificates: dict[str, SSLContext] = field(default_factory=dict)
    port: int = 0
    conversations: int = 0
    open_now: int = 0
    most_open: int = 0
    #: Somebody waits at the reply to this step until the event is set.
    held: dict[Step, asyncio.Event] = field(default_factory=dict)
    reached: dict[Step, asyncio.Event] = field(default_factory=dict)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _idle: set[asyncio.StreamWriter] = field(default_factory=set)

    def heal(self) -> None:
        self.usual = Manners()
        self.ways.clear()
        self.release()

    def hold(self, step: Step) -> asyncio.Event:
        """Keep everybody waiting for the reply to `step`; the event tells that somebody is."""
        self.held[step] = asyncio.Event()
        self.reached[step] = asyncio.Event()
        return self.reached[step]

    def release(self) -> None:
        for event in self.held.values():
            event.set()
        self.held.clear()

    def next_manners(self) -> Manners:
        return self.ways.popleft() if self.ways else self.usual

    def hang_up_idle(self) -> None:
        """On connections that wait for a next letter, which begin with other manners."""
        for writer in list(self._idle):
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.conversations += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        self._writers.add(writer)
        manners = self.next_manners()
        try:
            with contextlib.suppress(OSError, EOFError, asyncio.LimitOverrunError):
                await _Conversation(self, manners, reader, writer).run()
        finally:
            self.open_now -= 1
            self._writers.discard(writer)
            self._idle.discard(writer)
            writer.transport.abort()

    async def close(self) -> None:
        self.release()
        for writer in list(self._writers):
            writer.transport.abort()


class _HangUp(EOFError):
    """The server has had enough."""


class _Conversation:
    def __init__(
        self,
        sink: Sink,
        manners: Manners,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._sink = sink
        self._manners = manners
        self._reader = reader
        self._writer = writer
        self._recipient = ""
        self._letters = 0

    async def run(self) -> None:
        limit = self._manners.most_connections
        if limit and self._sink.open_now > limit:
            await self._say("421 4.7.0 Too many connections from you")
            return
        await self._answer("CONNECT", "220 peer.example ESMTP")
        while line := (await self._reader.readuntil(b"\r\n")).decode("utf-8", "replace"):
            command = line[:4].upper().strip()
            if command == "QUIT":
                await self._say("221 Bye")
                return
            await self._obey(command, line)

    async def _obey(self, command: str, line: str) -> None:
        match command:
            case "EHLO":
                await self._answer("EHLO", self._abilities())
            case "STAR":
                await self._encrypt()
            case "AUTH":
                await self._answer("AUTH", "235 Go ahead")
            case "MAIL":
                self._begin_letter()
                await self._answer("MAIL", "250 OK")
            case "RCPT":
                self._recipient = line.partition("<")[2].partition(">")[0]
                await self._answer("RCPT", "250 OK")
            case "DATA":
                await self._take()
            case _:
                await self._say("250 OK")

    def _begin_letter(self) -> None:
        """Each letter is met by manners of its own, also on a connection that carried others."""
        self._sink._idle.discard(self._writer)
        if self._letters:
            self._manners = self._sink.next_manners()
        self._letters += 1

    def _abilities(self) -> str:
        offered = [] if self._manners.tls == "stripped" or self._is_encrypted() else ["STARTTLS"]
        lines = ["peer.example", *offered, "AUTH PLAIN LOGIN", "SMTPUTF8", "8BITMIME"]
        *all_but_last, last = lines
        return "\r\n".join([*(f"250-{one}" for one in all_but_last), f"250 {last}"])

    async def _encrypt(self) -> None:
        await self._say("220 Go ahead")
        certificate = "stranger" if self._manners.tls == "bad certificate" else "own"
        await self._writer.start_tls(self._sink.certificates[certificate])

    async def _take(self) -> None:
        reply = self._manners.replies.get("DATA", "354 End with a dot")
        await self._answer("DATA", reply)
        if not reply.startswith("354"):
            return
        if self._manners.drop == "body":
            await self._reader.read(200)
            raise _HangUp
        content = await self._content()
        reply = self._manners.replies.get("dot", "250 Queued as 4711")
        if reply.startswith("2"):
            self._keep(content)
        await self._answer("dot", reply)
        self._sink._idle.add(self._writer)

    async def _content(self) -> bytes:
        content = b""
        while not content.endswith(END):
            piece = await self._reader.read(2**16)
            if not piece or len(content) > LONGEST_LETTER:
                raise _HangUp
            content += piece
        return content.removesuffix(END[2:]).replace(b"\r\n..", b"\r\n.")

    def _keep(self, content: bytes) -> None:
        message = message_from_bytes(content, policy=policy.default)
        kept = Kept(recipient=self._recipient, message=message, at=time.monotonic())
        self._sink.kept.append(kept)

    async def _answer(self, step: Step, usual: str) -> None:
        if step in self._sink.held:
            self._sink.reached[step].set()
            await self._sink.held[step].wait()
        await asyncio.sleep(self._manners.pauses.get(step, 0.0))
        if self._manners.drop == step:
            raise _HangUp
        await self._say(self._manners.replies.get(step, usual))
        if self._manners.drop_after == step:
            raise _HangUp

    async def _say(self, reply: str) -> None:
        self._writer.write(reply.encode() + b"\r\n")
        await self._writer.drain()

    def _is_encrypted(self) -> bool:
        return self._writer.get_extra_info("sslcontext") is not None


@asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    one = Sink()
    server = await asyncio.start_server(one.serve, HOST, 0, limit=2**20)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
        await one.close()
        await server.wait_closed()
