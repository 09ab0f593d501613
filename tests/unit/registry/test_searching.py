"""Words, parts of compounds, other names of the same thing, and slips of the finger."""

import pytest

from services.registry.domain.searching import (
    Found,
    asked_for,
    ranked,
    respelled,
    words_of,
)

TEXTS = {
    "heat": "overskuddsvarme fra kjøleanlegget, 40 grader",
    "waste heat": "we have surplus heat from a data centre",
    "whey": "myse til fôr eller gass",
    "car": "elvarebil til deling i sentrum",
}


def found(query: str) -> list[str]:
    words = words_of(query)
    texts = [
        Found(item=name, searched=text, matches=[word in text.split() for word in words])
        for name, text in TEXTS.items()
    ]
    return ranked(texts, asked_for(words))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("spillvarme", ["heat", "waste heat"]),
        ("spelvarme waste heat", ["waste heat", "heat"]),
        ("overskotsvarme", ["heat", "waste heat"]),
        ("kjøle", ["heat"]),
        ("electric van", ["car"]),
        ("myse", ["whey"]),
        ("myse gass", ["whey"]),
        ("myse helikopter", ["whey"]),
        ("helikopter", []),
    ],
)
def test_what_is_found(query, names):
    assert sorted(found(query)) == sorted(names)


def test_a_texts_own_word_comes_before_another_name_of_it():
    assert found("surplus heat")[0] == "waste heat"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("overskudsvarme", "overskuddsvarme"), ("sentrm", "sentrum"), ("xyzxyz", "xyzxyz")],
)
def test_a_slip_of_the_finger_is_mended(typed, meant):
    assert respelled([typed], list(TEXTS.values())) == [meant]


def test_a_query_is_few_plain_words():
    assert words_of("  Varme, og VARME til  (veksthus)! ") == ["varme", "veksthus"]
    assert words_of("'; DROP TABLE -- 🌱") == ["drop", "table"]
    assert len(words_of(" ".join(f"ord{number}" for number in range(100)))) == 8
