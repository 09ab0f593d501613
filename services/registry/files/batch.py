"""What reading files gives: records to import, or what stands in the way."""

from dataclasses import dataclass
from typing import NamedTuple

from services.registry.domain.records import ListingRecord, PartnerRecord


class Source(NamedTuple):
    """Where in the files a row is, as a person would look for it."""

    file: str
    sheet: str | None
    line: int  #: counted from 1, the header row included

    def __str__(self) -> str:
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}, row {self.line}"


class Problem(NamedTuple):
    source: Source
    field: str  #: empty when it is about the whole row or file
    reason: str

    @property
    def line(self) -> int:
        return self.source.line

    def __str__(self) -> str:
        return f"{self.source}{', ' + self.field if self.field else ''}: {self.reason}"


class Note(NamedTuple):
    """Something left out on purpose, which the person should hear of."""

    source: Source
    text: str

    def __str__(self) -> str:
        return f"{self.source}: {self.text}"


class Column(NamedTuple):
    """What a column of the file was read as; `name` is empty for one that was not read."""

    sheet: str
    header: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    source: Source
    record: PartnerRecord
    external_id: str | None = None  #: what the file calls it


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRow:
    source: Source
    record: ListingRecord
    partner: str  #: name, organisation number or id, as the file has it
    owner: PartnerRow | None = None  #: the row of that partner, where the files hold it
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """Import `partners` and `listings` only when there are no `problems`."""

    partners: tuple[PartnerRow, ...] = ()
    listings: tuple[ListingRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    columns: tuple[Column, ...] = ()
