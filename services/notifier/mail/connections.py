"""Connections to the mail server that letters share, one after the other."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException, SMTPHeloError

Security = Literal["none", "starttls", "tls"]

LEAVE_SECONDS = 5.0
#: Servers that count hang up after some hundred; a new connection costs little.
LETTERS_EACH = 100


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
    #: A connection that nobody used for so long is closed.
    idle: float = 30


@dataclass(slots=True)
class _Idle:
    client: SMTP
    letters: int
    closing: asyncio.TimerHandle


class SmtpConnections:
    """Each is used by one letter at a time. As many are open as letters are on their way."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._tls = None if server.security == "none" else ssl.create_default_context()
        self._idle: list[_Idle] = []
        self._used: dict[SMTP, int] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def take(self) -> SMTP:
        """One that answers, used before or new. Raises SMTPException or OSError."""
        while self._idle:
            idle = self._idle.pop()
            idle.closing.cancel()
            if await _is_ready(idle.client):
                self._used[idle.client] = idle.letters
                return idle.client
            idle.client.close()
        client = self._client()
        try:
            await client.connect()
            # What it can do is asked for now; one that knows no EHLO is greeted later.
            with suppress(SMTPHeloError):
                await client.ehlo()
        except BaseException:
            client.close()
            raise
        self._used[client] = 0
        return client

    def keep(self, client: SMTP) -> None:
        """For the next letter, unless it was lost or has carried its share."""
        letters = self._used.pop(client) + 1
        if not client.is_connected:
            client.close()
        elif letters >= LETTERS_EACH:
            self._leave(client)
        else:
            loop = asyncio.get_running_loop()
            idle = _Idle(client, letters, loop.call_later(self._server.idle, self._expire, client))
            self._idle.append(idle)

    def drop(self, client: SMTP) -> None:
        """Nobody knows what state it is in."""
        del self._used[client]
        client.close()

    async def close(self) -> None:
        while self._idle:
            idle = self._idle.pop()
            idle.closing.cancel()
            self._leave(idle.client)
        await asyncio.gather(*self._leaving)

    def _expire(self, client: SMTP) -> None:
        self._idle = [idle for idle in self._idle if idle.client is not client]
        self._leave(client)

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

    def _leave(self, client: SMTP) -> None:
        """Say goodbye without making anybody wait for it."""
        task = asyncio.create_task(_quit(client))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)


async def _is_ready(client: SMTP) -> bool:
    """RSET clears what a letter that was not taken has left, and tells whether anybody is there."""
    try:
        await client.rset()
    except (SMTPException, OSError):
        return False
    return True


async def _quit(client: SMTP) -> None:
    try:
        await client.quit(timeout=LEAVE_SECONDS)
    except (SMTPException, OSError):
        client.close()
