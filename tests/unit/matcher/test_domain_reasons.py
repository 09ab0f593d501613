from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matcher.domain.between import Between
from services.matcher.domain.items import Item
from services.matcher.domain.partners import Partner
from services.matcher.domain.reasons import fit_of, speaks_against, speaks_for
from services.matcher.domain.suggestions import Half
from services.matcher.domain.told import shortened
from services.matcher.pages.reasons import against_words, for_words
from shared.events.suggestions import ItemKind, SuggestionKind
from shared.locale import LANGUAGES, Language

EVERYTHING = dict.fromkeys(
    ("meaning", "concepts", "words", "partner", "direction", "amount", "distance", "time"), 1.0
)
NOTHING = dict.fromkeys((*EVERYTHING, "polarity", "language"), -1.0)


def half(kind: ItemKind, text: str, *, title: str = "", about: str = "") -> Half:
    partner = Partner(
        id=uuid4(),
        region="ostfold",
        name="Steinvåg Meieri",
        kind="business",
        sector="",
        place="",
        latitude=None,
        longitude=None,
        description=about,
        language="nb",
        version=1,
    )
    item = Item(
        id=uuid4(),
        partner_id=partner.id,
        region="ostfold",
        kind=kind,
        title=title,
        text=text,
        language="nb",
        version=1,
    )
    return Half(partner=partner, item=item)


def between(
    need: str, offer: str, *, kind: SuggestionKind = "supply", km: float | None = None
) -> Between:
    return Between(
        kind=kind, seeker=half("need", need), provider=half("offer", offer), distance_km=km
    )


def told_for(pair: Between, language: Language = "nb") -> list[str]:
    return [for_words(one, language).replace("\xa0", " ") for one in speaks_for(EVERYTHING, pair)]


def told_against(pair: Between, language: Language = "nb") -> list[str]:
    return [
        against_words(one, language).replace("\xa0", " ") for one in speaks_against(NOTHING, pair)
    ]


@pytest.mark.parametrize(
    ("score", "fit"),
    [(0.9, "very_good"), (0.6, "very_good"), (0.3, "good"), (0.1, "possible"), (None, "possible")],
)
def test_a_score_is_told_in_words(score: float | None, fit: str):
    assert fit_of(score) == fit


def test_the_loudest_is_told_first_and_what_hardly_takes_away_does_not_speak_against():
    pair = between("Vi trenger varme.", "Vi har ikke varme.", km=400.0)
    parts = {"concepts": 1.0, "meaning": 6.0, "distance": -2.0, "polarity": -0.1}

    assert [reason.name for reason in speaks_for(parts, pair)] == ["meaning", "concepts"]
    assert [reason.level for reason in speaks_for(parts, pair)] == ["high", "low"]
    assert [reason.name for reason in speaks_against(parts, pair)] == ["distance"]


@pytest.mark.parametrize(
    ("need", "offer", "told"),
    [
        (
            "Vi trenger 520 MWh i året.",
            "Vi anslår 400 MWh i året.",
            "Mengde: 400 av 520 MWh i året",
        ),
        ("We need 1,400 tonnes.", "Vi har 900 tonn.", "Mengde: 900 av 1 400 tonn"),
        ("Vi trenger 2,5 MW.", "Vi har 1 500 kW.", "Mengde: 1 500 kW av 2,5 MW"),
        ("Vi har 400 tonn til overs.", "Vi tar imot 300 tonn.", "Mengde: 400 tonn og 300 tonn"),
        ("Vi trenger 10 kg.", "Vi leverer 5–500 kg.", "Mengde: 10 kg og 5–500 kg"),
        ("Vi treng det våren 2030.", "Klart i mai 2030.", "Tid: begge kan mai 2030"),
        ("Vi trenger det om høsten.", "Vi kan i oktober.", "Tid: begge nevner oktober"),
        ("Vi trenger varme.", "Overskuddsvarme og varme.", "Samme sak: varme"),
    ],
)
def test_what_the_texts_say_is_told_as_the_reader_writes_it(need: str, offer: str, told: str):
    assert told in told_for(between(need, offer))


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("Vi er 50 ansatte.", "Vi er 60 ansatte."),
        ("Vi trenger 40 stoler.", "Vi har 40 biler."),
        ("Vi har 3 mill kr.", "Det koster 3 mill kr."),
        ("Vi trenger det i juli.", "Vi kan ikke levere i juli."),
        ("We may need it.", "We may deliver."),
        ("Vi trenger det våren 2019.", "Startet våren 2019."),
        ("Vi treng 4 tonn.", "Vi har 400 tonn."),
    ],
)
def test_what_the_texts_do_not_say_is_not_told(need: str, offer: str):
    names = {one.name for one in speaks_for(EVERYTHING, between(need, offer))}

    assert not names & {"amount", "time"}


@pytest.mark.parametrize(
    ("offer", "told"),
    [
        (
            "Vi har sagflis. Vi tar ikke imot slam.",
            "Steinvåg Meieri skriver: «Vi tar ikke imot slam.»",
        ),
        ("Me tek ikkje imot slam.", "Steinvåg Meieri skriver: «Me tek ikkje imot slam.»"),
        ("Vi ser etter mottak for slam.", "Begge søker: «Vi ser etter mottak for slam.»"),
    ],
)
def test_a_no_and_who_seeks_the_same_are_quoted(offer: str, told: str):
    assert told in told_against(between("Vi trenger mottak for slam.", offer))


@pytest.mark.parametrize(
    "offer",
    [
        "Smart ladepark for elbiler koblet til egne solceller",
        "Vi leverer ikke bare varme, men også kjøling.",
        "Vi har ledig areal uten kostnad.",
    ],
)
def test_nothing_is_said_to_be_a_no_that_is_none(offer: str):
    assert told_against(between("Vi trenger lading.", offer)) == []


@pytest.mark.parametrize(
    ("km", "told"),
    [
        (9.0, "Avstand: 9 km, kort nok for slikt (vanligvis opptil 15 km)"),
        (180.0, "180 km unna, og slikt går vanligvis ikke lenger enn 15 km"),
    ],
)
def test_distance_is_held_against_how_far_such_a_thing_goes(km: float, told: str):
    pair = between("Vi trenger varme.", "Vi har overskuddsvarme til fjernvarme.", km=km)

    assert told in (told_for(pair) if km < 15 else told_against(pair))


def test_without_a_place_nothing_is_told_of_distance():
    pair = between("Vi trenger varme.", "Vi har varme.")

    assert not [one for one in (*told_for(pair), *told_against(pair)) if "km" in one]


def test_amounts_and_times_that_exclude_each_other_are_told_beside_each_other():
    told = told_against(between("4 tonn i juni 2030.", "4 000 tonn i mars 2031."))

    assert "Mengdene er av helt ulik størrelse: 4 tonn og 4 000 tonn" in told
    assert "De nevner ulike tidspunkter: 2030 og 2031" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words_in_every_language(language: Language):
    near = between("Vi søker 20 tonn flis i mai 2040.", "Vi har 20 tonn flis i mai 2040.", km=5.0)
    far = between("Vi søker flis innen 30 km.", "Vi har ikke flis.", km=90.0)
    both = replace(near, kind="together")
    offering = between("Vi leverer flis.", "Vi leverer flis.", km=90.0)

    for pair in (near, far, both, offering):
        assert all((*told_for(pair, language), *told_against(pair, language)))


@given(st.text(), st.integers(min_value=4, max_value=50))
def test_what_is_shortened_fits(text: str, largest: int):
    short = shortened(text, largest)

    assert len(short.encode()) <= largest
    assert short == text or short.endswith("…")
