"""Letters as the mailbox shows them."""

import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    key: str
    subject: str
    to: str
    sender: str
    date: datetime
    text: str
    html: str
    raw: bytes


class LetterBox:
    """A Maildir, read newest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Make what is missing, also after a start that was killed half-way."""
        for folder in (self._folder, *(self._folder / name for name in ("tmp", "new", "cur"))):
            folder.mkdir(mode=0o700, exist_ok=True)

    def letters(self, *, limit: int = 200) -> list[Letter]:
        box = self._open()
        keys = sorted(box.keys(), key=_arrival, reverse=True)[:limit]
        return [read_letter(key, box.get_bytes(key)) for key in keys]

    def letter(self, key: str) -> Letter | None:
        box = self._open()
        return read_letter(key, box.get_bytes(key)) if key in box else None

    def add(self, raw: bytes) -> str:
        """Write it under tmp/, flush it to the disk, move it in: whole or not there."""
        return self._open().add(raw)

    def _open(self) -> mailbox.Maildir:
        # Opened anew each time: a Maildir object caches its keys and is not for several threads.
        return mailbox.Maildir(self._folder, create=False)


def read_letter(key: str, raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=policy.default)
    return Letter(
        key=key,
        subject=_header(message, "Subject"),
        to=_header(message, "To"),
        sender=_header(message, "From"),
        date=_date(message, key),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        raw=raw,
    )


def _arrival(key: str) -> tuple[int, int, str]:
    """A Maildir key begins with seconds.M<microseconds>P<process>."""
    seconds, _, rest = key.partition(".")
    microseconds = rest[1:].partition("P")[0]
    return (_number(seconds), _number(microseconds), key)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _header(message: EmailMessage, name: str) -> str:
    """A header that cannot be parsed is shown as it came."""
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError):
        return next((str(value) for key, value in message.raw_items() if key == name), "")


def _date(message: EmailMessage, key: str) -> datetime:
    try:
        written = parsedate_to_datetime(_header(message, "Date"))
    except ValueError:
        return datetime.fromtimestamp(_arrival(key)[0], UTC)
    return written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    return _decoded(part).replace("\r\n", "\n")


def _decoded(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
