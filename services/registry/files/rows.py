"""One row of a file, before anybody has judged it, and how much of a file we read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.registry.files.batch import Problem, Source

MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RawRow:
    source: Source
    fields: Mapping[str, Any]


Rows = Iterator[RawRow | Problem]  #: a row that cannot be read does not hide the next
Reader = Callable[[Path], Rows]


class FileUnreadable(Exception):
    """The file cannot be read; check that it is JSON Lines, CSV or Excel."""

    def __init__(self, source: Source, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)
        self.source = source
