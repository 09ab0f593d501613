"""Opaque cursors: where the next page of a list begins."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

CursorValue = str | int | float | datetime | date | UUID

LONGEST_CURSOR = 1_000

READERS: dict[type[Any], Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
}


class CursorUnreadable(Exception):
    """The cursor is not one of ours. Start again without a cursor."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def encode_cursor(values: Sequence[CursorValue]) -> str:
    text = json.dumps([_plain(value) for value in values], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode_cursor(cursor: str, *kinds: type[Any]) -> tuple[Any, ...]:
    """The values that were encoded, each of the kind expected in its place."""
    try:
        values = _opened(cursor)
        return tuple(_read(value, kind) for value, kind in zip(values, kinds, strict=True))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise CursorUnreadable from error


def _plain(value: CursorValue) -> str | int | float:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _opened(cursor: str) -> list[Any]:
    if len(cursor) > LONGEST_CURSOR:
        raise ValueError(len(cursor))
    padding = "=" * (-len(cursor) % 4)
    opened = json.loads(urlsafe_b64decode(cursor + padding), parse_constant=_refused)
    if not isinstance(opened, list):
        raise TypeError(opened)
    return opened


def _read(value: Any, kind: type[Any]) -> Any:
    if kind in READERS:
        return READERS[kind](value)
    exact = type(value) is kind or (kind is float and type(value) is int)
    if not exact or (isinstance(value, str) and "\0" in value):
        raise TypeError(value)
    if isinstance(value, str):
        value.encode()  # half a surrogate is no text a database could compare with
    return kind(value)


def _refused(constant: str) -> float:
    raise ValueError(constant)
