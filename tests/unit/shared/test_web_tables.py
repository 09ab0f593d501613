"""Tables to take along, as a spreadsheet opens them."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from shared.web.tables import Table, csv_of, excel_of, table_answer

FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1"]


def a_table(*cells: object, name: str = "Kø") -> Table:
    return Table(name=name, headings=[f"h{n}" for n in range(len(cells))], rows=[list(cells)])


def read_csv(table: Table, *, language="nb"):
    text = csv_of(table, language=language).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter="," if language == "en" else ";"))


def read_excel(table: Table):
    return load_workbook(io.BytesIO(excel_of(table))).active


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_of_a_partner_is_run(formula):
    table = a_table(formula)

    assert read_csv(table)[1] == ["'" + formula]
    cell = read_excel(table)["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == formula.strip()


def test_a_negative_number_is_still_a_number():
    table = a_table(-12.5, -3)

    assert read_csv(table)[1] == ["-12,5", "-3"]
    assert read_csv(table, language="en")[1] == ["-12.5", "-3"]
    assert [cell.value for cell in read_excel(table)[2]] == [-12.5, -3]


def test_times_are_those_of_norway():
    moment = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    table = a_table(moment, moment.date())

    assert read_csv(table)[1] == ["2026-07-02 00:30", "2026-07-01"]
    assert read_excel(table)["A2"].value == dt.datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001


def test_what_excel_cannot_hold_is_left_out():
    cell = read_excel(a_table("Åse\x00\x0b " + "x" * 40_000))["A2"]

    assert cell.value.startswith("Åse x")
    assert len(cell.value) == 32_767


def test_separators_and_line_breaks_in_a_cell_do_no_harm():
    assert read_csv(a_table('a;b"c\nd', None))[1] == ['a;b"c\nd', ""]


def test_the_file_has_its_name():
    answer = table_answer(a_table("x", name="Kø i Østfold"), "xlsx", language="nb")

    wanted = "attachment; filename*=UTF-8''K%C3%B8%20i%20%C3%98stfold.xlsx"
    assert answer.headers["content-disposition"] == wanted
