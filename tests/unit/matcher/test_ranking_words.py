import pytest

from services.matcher.ranking.reading.reach import reaches_km, said_km
from services.matcher.ranking.statements import spoken, statement
from services.matcher.ranking.words import LetterTable, family, rarities
from tests.unit.matcher.ranking_items import an_item


def alike(text, others):
    return LetterTable.of(others, rarity=rarities([text, *others])).resemblances(text)


def test_compounds_inflections_and_typing_errors_resemble():
    others = ["Varmen fra oss", "Overskudsvarme gis bort", "Kurs i jus"]

    compound, misspelt, unrelated = alike("Vi søker overskuddsvarme", others)

    assert misspelt > compound > unrelated


def test_a_text_resembles_itself_wholly_and_an_empty_one_nothing():
    whole, nothing = alike("Brukt tegl fra Moss", ["brukt  TEGL, fra Moss!", ""])

    assert whole == pytest.approx(1)
    assert nothing == 0


def test_a_rare_word_tells_more_than_what_everybody_writes():
    others = ["Vi tilbyr slam nå", *["Kommunen trenger noe annet"] * 20]

    rare, common, *_ = alike("Kommunen trenger slam", others)

    assert rare > common


def test_no_others_no_resemblance():
    assert alike("noe", []).tolist() == []


@pytest.mark.parametrize(
    ("one", "other", "shared"), [("nb", "nn", True), ("en", "en", True), ("nb", "en", False)]
)
def test_bokmal_and_nynorsk_share_words(one, other, shared):
    assert (family(one) == family(other)) is shared


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        pytest.param("overskuddsvarme", "Waste heat all year", 15, id="heat, in two languages"),
        pytest.param("avløpsslam", "Behandling av slam", 110, id="sludge"),
        pytest.param("Kurs for bønder", "Foredrag", float("inf"), id="nothing to carry"),
        pytest.param("Slam, maks 30 km", "Tar slam", 30, id="as far as they say themselves"),
    ],
)
def test_only_what_both_name_has_to_travel(one, other, km):
    found = reaches_km([an_item("need", text=one)], [an_item("offer", text=other)])

    assert found.tolist() == [[km]]


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("innen en halvtimes kjøring", 30),
        ("Transport over 8–10 mil er uaktuelt", 100),
        ("within two hours of Steinkjer", 120),
        ("noen innen 2-3 km", 3),
        ("innen jul", None),
    ],
)
def test_a_text_that_says_how_far_is_believed(text, km):
    assert said_km(text) == km


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
