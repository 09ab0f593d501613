"""What carries letters, and the three ways in which it can fail."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from services.notifier.domain.retries import Delay


class MailError(Exception):
    """The letter is not known to have arrived. The message holds what the server said."""


class MailDelayed(MailError):
    """It did not leave; the same letter may leave later. `delay` says what was in the way."""

    def __init__(self, reason: str, delay: Delay = "busy") -> None:
        super().__init__(reason)
        self.delay = delay


class MailRefused(MailError):
    """The server will never take this letter."""


class MailUnknown(MailError):
    """It was handed over and no reply came: whether it arrived, nobody can know."""


class Outgoing(Protocol):
    """What a mail server needs to be told of a letter; `body` is the whole message."""

    @property
    def sender_address(self) -> str: ...
    @property
    def recipient_address(self) -> str: ...
    @property
    def body(self) -> bytes: ...


class Mailer(Protocol):
    async def send(self, letter: Outgoing, *, before_data: Callable[[], Awaitable[None]]) -> str:
        """The server's reply once it has taken the letter.

        `before_data` is awaited at the last moment at which nothing can have arrived; when it
        raises, the letter does not leave.

        Raises:
            MailDelayed: it did not leave.
            MailRefused: it will never leave.
            MailUnknown: it may have left.
        """
        ...
