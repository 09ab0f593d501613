"""A need may begin with "=": it is kept as text, and no table of ours computes it."""

import pytest

from tests.connected.registry_harness import LISTING
from tests.security.cast import COORDINATOR, OURS, Cast
from tests.security.matrix import MATRIX

FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
]
#: Made by shared/web/tables.py, which has tests of its own.
TABLES = (".csv", ".xlsx")
READS = [path for method, path in MATRIX if method == "GET" and not path.endswith(TABLES)]
NO_TABLES = ("application/json", "application/problem+json", "text/html", "text/plain")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_kept_as_the_text_it_is(cast: Cast, formula):
    partner = cast.new("partner_id")
    with cast.program(OURS, partner) as client:
        written = {**LISTING, "title": formula}
        listing = client.post(f"/api/partners/{partner}/listings", json=written).json()

    assert listing["title"] == formula


@pytest.mark.parametrize("path", READS)
def test_no_answer_is_opened_by_a_spreadsheet(cast: Cast, path):
    with cast.program(COORDINATOR) as client:
        answer = client.get(path.format(**cast.things), headers={"accept": "text/csv, */*"})

    assert answer.headers.get("content-type", "text/html").startswith(NO_TABLES)
    assert "attachment" not in answer.headers.get("content-disposition", "")
