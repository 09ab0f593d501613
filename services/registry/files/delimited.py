"""Rows from CSV as people save it: any of three delimiters, any of four encodings."""

import codecs
import csv
import io
from pathlib import Path

from services.registry.files.batch import Problem, Source
from services.registry.files.rows import MOST_COLUMNS, FileUnreadable, RawRow, Rows

DELIMITERS = ";\t,"
LARGEST_FIELD = 1_000_000
OTHER_BYTE_IS_NUL = 0.3  #: of the bytes, in UTF-16 that says so nowhere


def read_delimited(path: Path) -> Rows:
    text = _decoded(path)
    csv.field_size_limit(LARGEST_FIELD)
    cells = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    before = 0
    header: list[str] | None = None
    while True:
        source = Source(path.name, None, before + 1)
        try:
            row = next(cells, None)
        except csv.Error as error:
            raise FileUnreadable(source, f"This row is not CSV ({error}).") from None
        if row is None:
            return
        before = cells.line_num
        if header is None:
            header = row if any(map(str.strip, row)) else None
        elif any(map(str.strip, row)):
            yield _named(row, header, source=source)


def _named(row: list[str], header: list[str], *, source: Source) -> RawRow | Problem:
    if len(header) > MOST_COLUMNS:
        raise FileUnreadable(source, f"Keep at most {MOST_COLUMNS} columns.")
    extra = [cell for cell in row[len(header) :] if cell.strip()]
    if extra:
        return Problem(
            source, "", "Put text that holds the delimiter in quotes; there are too many cells."
        )
    return RawRow(source, dict(zip(header, row, strict=False)))


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    source = Source(path.name, None, 1)
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(source, "Save the file as UTF-8.")


def _encodings(content: bytes) -> list[str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    sample = content[:4096]
    if sample and sample.count(0) > OTHER_BYTE_IS_NUL * len(sample):
        return ["utf-16-be" if sample[0] == 0 else "utf-16-le"]
    return ["utf-8-sig", "cp1252"]


def _delimiter(text: str) -> str:
    """The one that parts the header most: text further down may hold any of them."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=unquoted.count)
