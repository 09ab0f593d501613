"""One question: about what the text does not hold yet and would help most."""

import pytest

from services.registry.domain.questions import best_question


@pytest.mark.parametrize(
    ("kind", "text", "question"),
    [
        ("need", "Vi trenger kasser som kan vaskes", "amount"),
        ("need", "Vi trenger 40 kasser som kan vaskes", "when"),
        ("need", "Vi trenger førti kasser innen 1. mars 2027", "amount"),
        ("need", "Vi trenger 40 kasser i uka fra mars", "tried"),
        ("need", "Vi trenger 40 kasser i uka fra mars. Vi har prøvd pappkasser.", None),
        ("need", "Vi trenger hjelp til klimaregnskap", "when"),
        ("need", "Me treng eit klimarekneskap innan jul", "tried"),
        ("offer", "Vi kan levere flis", "amount"),
        ("offer", "Vi kan levere 200 tonn flis", "when"),
        ("offer", "Vi kan levere 200 tonn flis i året", None),
        ("idea", "Solpark på meieritaket", "tried"),
        ("idea", "Solar park on the roof. So far we have measured the roof.", "amount"),
        ("need", "  ", None),
    ],
)
def test_the_best_question(kind, text, question):
    assert best_question(kind, text, has_place=True) == question


def test_where_is_asked_of_those_whose_place_is_unknown():
    text = "Vi kan levere 200 tonn flis i året"

    assert best_question("offer", text, has_place=False) == "where"
    assert best_question("offer", f"{text}, hentes hos oss", has_place=False) is None


@pytest.mark.parametrize("text", ["siden 2019", "kl. 14.30", "12. mars", "uke 12", "03.04.2027"])
def test_years_dates_and_times_are_no_amounts(text):
    assert best_question("need", f"Vi trenger kasser {text}", has_place=True) == "amount"
