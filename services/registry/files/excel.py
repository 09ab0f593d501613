"""Rows from all sheets of an Excel file."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from services.registry.files.batch import Source
from services.registry.files.rows import MOST_COLUMNS, FileUnreadable, RawRow

MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_PARTS = 2_000
MOST_EMPTY_ROWS = 1_000  #: in a row; below them a sheet is taken to be over
BROKEN = (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError, SyntaxError)


def read_excel(path: Path) -> Iterator[RawRow]:
    whole = Source(path.name, None, 1)
    _refuse_bomb(path, source=whole)
    try:
        yield from _rows_of_all_sheets(path)
    except BROKEN:
        raise FileUnreadable(whole, "Open the file in Excel and save it again as .xlsx.") from None


def _refuse_bomb(path: Path, *, source: Source) -> None:
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError):
        raise FileUnreadable(source, "Save this as an .xlsx file; it is not one.") from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED_BYTES or len(parts) > MOST_PARTS:
        raise FileUnreadable(source, "Part the file in smaller ones; unpacked it is too large.")


def _rows_of_all_sheets(path: Path) -> Iterator[RawRow]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and drawings, which we do not read
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in workbook.worksheets:
                rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
                yield from _rows_of_sheet(path, sheet.title, rows)
        finally:
            workbook.close()


def _rows_of_sheet(path: Path, sheet: str, rows: Iterator[tuple[Any, ...]]) -> Iterator[RawRow]:
    header: list[str] | None = None
    empty = 0
    for line, cells in enumerate(rows, start=1):
        if _is_empty(cells):
            empty += 1
            if empty > MOST_EMPTY_ROWS:
                return
        elif header is None:
            header = ["" if cell is None else str(cell) for cell in cells]
        else:
            empty = 0
            yield RawRow(Source(path.name, sheet, line), dict(zip(header, cells, strict=False)))


def _is_empty(cells: tuple[Any, ...]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)
