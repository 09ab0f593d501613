"""Read the folder that letters end in where there is no mail server but our own."""

import asyncio
import mailbox
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path

MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLetter:
    key: str
    arrived_at: datetime
    subject: str
    to: str
    sender: str
    text: str
    html: str


def received_letters(folder: Path) -> list[ReceivedLetter]:
    """Newest first, at most two hundred."""
    box = mailbox.Maildir(folder, create=True)
    keys = sorted(box.keys(), key=_arrival, reverse=True)[:MOST_LETTERS]
    return [_read(key, box.get_bytes(key)) for key in keys]


def received_letter(folder: Path, key: str) -> ReceivedLetter | None:
    box = mailbox.Maildir(folder, create=True)
    return _read(key, box.get_bytes(key)) if key in box else None


class MaildirMailbox:
    """The same folder, for those who have to be forgotten there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def forget(self, *, message_ids: Collection[str], addresses: Collection[str]) -> None:
        await asyncio.to_thread(self._forget, frozenset(message_ids), _keys(addresses))

    def _forget(self, message_ids: frozenset[str], addresses: frozenset[str]) -> None:
        box = mailbox.Maildir(self._folder, create=True)
        for key in box.keys():  # noqa: SIM118  not a dict: each value would be read whole
            letter = BytesHeaderParser(policy=policy.default).parsebytes(box.get_bytes(key))
            recipients = _keys(letter.get_all("Delivered-To", []))
            if str(letter["Message-ID"]).strip() in message_ids or recipients & addresses:
                box.discard(key)


def _keys(addresses: Collection[str]) -> frozenset[str]:
    return frozenset(str(address).strip().casefold() for address in addresses)


def _read(key: str, raw: bytes) -> ReceivedLetter:
    message = message_from_bytes(raw, policy=policy.default)
    return ReceivedLetter(
        key=key,
        arrived_at=datetime.fromtimestamp(_arrival(key), UTC),
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _arrival(key: str) -> float:
    """A Maildir key begins with the second and the microsecond it was made."""
    seconds, _, rest = key.partition(".")
    microseconds = rest[1:].partition("P")[0]
    return int(seconds) + int(microseconds) / 1e6 if microseconds.isdigit() else int(seconds)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
