"""Tables that people take with them: CSV and Excel, as the spreadsheets of their country read them.

What partners wrote is never run: a text that a spreadsheet would take for a formula is marked as
text (OWASP, CSV injection).
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Font
from starlette.responses import Response

from shared.locale import Language
from shared.locale.formats import TIME_ZONE

Cell = str | int | float | dt.date | dt.datetime | None
Form = Literal["csv", "xlsx"]

FORMULA_BEGINS = tuple("=+-@\t\r\n")
#: What separates cells where the comma is the decimal sign.
SEPARATORS: dict[Language, str] = {"nb": ";", "nn": ";", "en": ","}
BYTE_ORDER_MARK = "\N{BYTE ORDER MARK}"
LONGEST_CELL = 32_767  #: characters Excel takes
LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
MEDIA_TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`name` is that of the file, without an ending; every row has a cell for each heading."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def table_answer(table: Table, form: Form, *, language: Language) -> Response:
    """The table as a file to keep."""
    content = csv_of(table, language=language) if form == "csv" else excel_of(table)
    return file_answer(content, f"{table.name}.{form}", media_type=MEDIA_TYPES[form])


def file_answer(content: bytes, name: str, *, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})


def csv_of(table: Table, *, language: Language) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=SEPARATORS[language])
    for row in (table.headings, *table.rows):
        writer.writerow([_as_text(cell, language) for cell in row])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def excel_of(table: Table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_SHEET_NAMES.sub(" ", table.name)[:LONGEST_SHEET_NAME] or "1")
    sheet.freeze_panes = "A2"
    headings = [_cell(sheet, heading) for heading in table.headings]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _as_text(cell: Cell, language: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(cell) if language == "en" else repr(cell).replace(".", ",")
    if isinstance(cell, dt.datetime):
        return cell.astimezone(TIME_ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell
    return str(cell)


def _cell(sheet: Any, value: Cell) -> ExcelCell:
    if isinstance(value, dt.datetime):
        value = value.astimezone(TIME_ZONE).replace(tzinfo=None)
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, text)
    # A text stays one, whatever it begins with, also when somebody edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_BEGINS)
    return cell
