"""A need may begin with "=": it is kept as text, and no table of ours computes it."""

import csv
import io

import pytest

from tests.connected.registry_harness import LISTING, a_partner
from tests.security.cast import COORDINATOR, OURS, Cast
from tests.security.matrix import MATRIX

FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
]
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
#: Excel's form of the same tables is tested where they are made; a picture holds no cell.
READS = [
    path for method, path in MATRIX if method == "GET" and not path.endswith((".xlsx", ".png"))
]
TABLES = [path for path in READS if path.endswith((".csv", ".{form}"))]
NO_TABLES = ("application/json", "application/problem+json", "text/html", "text/plain")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_kept_as_the_text_it_is(cast: Cast, formula):
    partner = cast.new("partner_id")
    with cast.program(OURS, partner) as client:
        written = {**LISTING, "title": formula}
        listing = client.post(f"/api/partners/{partner}/listings", json=written).json()

    assert listing["title"] == formula


@pytest.mark.parametrize("path", [path for path in READS if path not in TABLES])
def test_no_answer_is_opened_by_a_spreadsheet_but_tables(cast: Cast, path):
    with cast.program(COORDINATOR) as client:
        answer = client.get(path.format(**cast.things), headers={"accept": "text/csv, */*"})

    assert answer.headers.get("content-type", "text/html").startswith(NO_TABLES)
    assert "attachment" not in answer.headers.get("content-disposition", "")


@pytest.mark.parametrize("path", TABLES)
def test_no_cell_of_a_table_is_a_formula(cast: Cast, path):
    with cast.program(COORDINATOR) as client:
        for formula in FORMULAS:
            told = {**a_partner(name=formula, orgnr=None, contacts=[]), "region": "ostfold"}
            client.post("/api/partners", json=told)
        answer = client.get(path.format(**cast.things), params={"region": "ostfold"})

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [cell for row in rows for cell in row if cell.startswith(BEGINNINGS)] == []
