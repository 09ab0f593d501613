"""Where mail comes back: a Maildir that a relay fills, and who keeps looking into it."""

import asyncio
import logging
import mailbox
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from services.notifier.mail.hostile import MOST_BYTES
from services.notifier.mail.intake import Answer, Receive

logger = logging.getLogger(__name__)

LARGEST_HEAD = 64 * 1024


class IntakeFolder:
    """A Maildir that a relay delivers to. What was taken is removed; what is for nobody here is
    moved to `cur`, for a person to look at."""

    def __init__(self, folder: Path, *, knows: Callable[[str], bool], receive: Receive) -> None:
        self._folder = folder
        self._knows = knows
        self._receive = receive

    async def take_all(self) -> int:
        """How many were taken."""
        taken = 0
        for path in await asyncio.to_thread(self._waiting):
            taken += await self._take(path)
        return taken

    def _waiting(self) -> list[Path]:
        mailbox.Maildir(self._folder, create=True)
        return sorted((self._folder / "new").iterdir())

    async def _take(self, path: Path) -> bool:
        raw = await asyncio.to_thread(_beginning, path)
        sender, recipients = _envelope(raw)
        recipient = next(filter(self._knows, recipients), "")
        answer: Answer = await self._receive(sender, recipient, raw) if recipient else "nobody"
        await asyncio.to_thread(self._put_away, path, answer)
        return answer == "done"

    def _put_away(self, path: Path, answer: Answer) -> None:
        if answer == "done":
            path.unlink(missing_ok=True)
        elif answer == "nobody":
            path.rename(self._folder / "cur" / f"{path.name}:2,")


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def _envelope(raw: bytes) -> tuple[str, list[str]]:
    """As delivery wrote it above the mail: the topmost lines, which no sender can put there."""
    head = raw[:LARGEST_HEAD].partition(b"\n\n" if b"\r\n" not in raw[:1024] else b"\r\n\r\n")[0]
    message: Message = message_from_bytes(head, policy=policy.compat32)
    names = ("X-Original-To", "Delivered-To")
    recipients = [str(value).strip() for name in names for value in message.get_all(name, [])]
    return str(message.get("Return-Path", "")).strip(" <>"), recipients


class IntakeLoop:
    """`pause` is in seconds."""

    def __init__(self, folder: IntakeFolder, *, pause: float) -> None:
        self._folder = folder
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._task = asyncio.create_task(self._look())

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            try:
                await self._folder.take_all()
            except Exception:
                logger.exception("the folder of mail that came back cannot be read")
            await asyncio.sleep(self._pause)
