import time

import pytest

from services.matcher.ranking.reach import reach_km
from services.matcher.ranking.statements import spoken, statement
from services.matcher.ranking.words import resemblances, share_words


def test_compounds_inflections_and_typing_errors_resemble():
    others = ["Varmen fra oss", "Overskudsvarme gis bort", "Kurs i jus"]

    compound, misspelt, unrelated = resemblances("Vi søker overskuddsvarme", others)

    assert misspelt > compound > unrelated


def test_a_text_resembles_itself_wholly_and_an_empty_one_nothing():
    whole, nothing = resemblances("Brukt tegl fra Moss", ["brukt  TEGL, fra Moss!", ""])

    assert whole == pytest.approx(1)
    assert nothing == 0


def test_a_rare_word_tells_more_than_what_everybody_writes():
    others = ["Vi tilbyr slam nå", *["Kommunen trenger noe annet"] * 20]

    rare, common, *_ = resemblances("Kommunen trenger slam", others)

    assert rare > common


def test_no_others_no_resemblance():
    assert resemblances("noe", []).tolist() == []


def test_six_hundred_texts_are_compared_at_once():
    others = [
        f"Vi tilbyr vare {n} og tjeneste {n * 7} til kommuner i fylket. " * 4 for n in range(600)
    ]
    resemblances("Vi trenger vare 12", others)

    start = time.perf_counter()
    found = resemblances("Vi trenger vare 13 til kommunen", others)

    assert len(found) == 600
    assert time.perf_counter() - start < 0.2  # some 10 ms; the rest is for a busy machine


@pytest.mark.parametrize(
    ("one", "other", "shared"), [("nb", "nn", True), ("en", "en", True), ("nb", "en", False)]
)
def test_bokmal_and_nynorsk_share_words(one, other, shared):
    assert share_words(one, other) is shared


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        pytest.param("overskuddsvarme", "Waste heat all year", 20, id="heat, in two languages"),
        pytest.param("avløpsslam", "Behandling av slam", 120, id="sludge"),
        pytest.param("Vi trenger varme", "Råd om varmepumper", None, id="advice about heat"),
        pytest.param("Kurs for bønder", "Foredrag", None, id="nothing to carry"),
    ],
)
def test_only_what_both_name_has_to_travel(one, other, km):
    assert reach_km(one, other) == km


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Hvem?", "Vi søker noen", "Hvem?\nVi søker noen"),
        ("", "Sveising", "Sveising"),
        ("Brukt tegl", " ", "Brukt tegl"),
        ("", "", ""),
    ],
)
def test_title_and_text_become_one_statement_of_their_own_words(title, text, expected):
    assert statement(title=title, text=text) == expected


def test_an_offer_is_spoken_with_and_without_its_partner_and_a_need_alone():
    assert set(spoken("offer", said="A.", description="Vi er B.").values()) == {"A.", "A. Vi er B."}
    assert list(spoken("offer", said="A.", description=" ").values()) == ["A."]
    assert list(spoken("need", said="A.", description="Vi er B.").values()) == ["A."]
    assert len(spoken("idea", said="A.", description="Vi er B.")) == 3
