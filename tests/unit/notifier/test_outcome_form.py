"""What people type about an outcome, and what is made of it."""

import pytest

from services.notifier.pages.forms import OutcomeForm, read_form
from shared.locale import words


@pytest.mark.parametrize(
    ("typed", "tonnes"),
    [("12,5", 12.5), ("12.5", 12.5), (" 9 000 ", 9000), ("9\xa0000", 9000), ("", None)],
)
def test_a_figure_is_read_as_it_is_written_in_norway(typed: str, tonnes: float | None):
    read = read_form(OutcomeForm, {"result": "met", "co2e_tonnes": typed}, word=words("nb"))

    assert isinstance(read, OutcomeForm)
    assert read.report().co2e_tonnes == tonnes


@pytest.mark.parametrize("typed", ["mange", "-1", "1e400", "nan", "1,2,3"])
def test_what_is_no_figure_is_said_to_be_none(typed: str):
    wrong = read_form(OutcomeForm, {"result": "met", "co2e_tonnes": typed}, word=words("nb"))

    assert isinstance(wrong, dict)
    assert list(wrong) == ["co2e_tonnes"]


def test_a_figure_that_nobody_confirmed_is_an_estimate():
    form = {"result": "met", "co2e_tonnes": "3", "certainty": "", "scope": ""}

    read = read_form(OutcomeForm, form, word=words("nb"))

    assert isinstance(read, OutcomeForm)
    assert read.report().how_certain == "estimated"


def test_how_certain_nothing_is_is_not_said():
    form = {"result": "met", "co2e_tonnes": "", "certainty": "confirmed", "scope": "scope_1"}

    read = read_form(OutcomeForm, form, word=words("nb"))

    assert isinstance(read, OutcomeForm)
    assert (read.report().how_certain, read.report().scope) == (None, None)
