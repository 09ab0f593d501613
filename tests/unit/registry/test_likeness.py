"""Two texts of one partner that say the same are told apart from two that do not."""

import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from services.registry.domain.likeness import ALIKE, is_alike, likeness

DATA = Path(__file__).parents[3] / "data" / "development"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Vi kjøper rundt 9 000 engangs pappkasser i året til lokale leveranser. Vi vil heller "
            "bruke kasser som kan vaskes og sendes i retur, og leter etter noen som kan hente, "
            "vaske og levere dem tilbake to ganger i uka.",
            "Ombruk av transportkasser. Vi ser etter en partner som kan vaske og levere tilbake "
            "transportkasser, i stedet for engangs pappkasser.",
        ),
        (
            "Vi trenger spillvarme til veksthuset vårt, 30–45 grader.",
            "Me treng spelvarme til veksthuset vårt på 30–45 grader heile vinteren.",
        ),
        (
            "Klimaregnskap som tåler revisjon. Vi trenger hjelp til klimaregnskap for 2026.",
            "Klimaregnskap. Vi ser etter noen som kan lage et klimaregnskap for oss.",
        ),
        ("Vask av ombrukskasser", "Vask av ombruksksser"),
    ],
)
def test_the_same_said_otherwise_is_alike(one, other):
    assert is_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Vi trenger spillvarme til veksthuset vårt, 30–45 grader.",
            "Vi trenger noen som kan ta imot planteavfall fra veksthuset.",
        ),
        (
            "Elektrisk varebil til deling i sentrum",
            "Lading for elektriske lastebiler ved terminalen i Moss",
        ),
        ("Vi trenger hjelp", "Vi trenger hjelp til å finne noen"),
        ("🌱", "🌱"),
    ],
)
def test_what_only_shares_words_or_says_nothing_is_not(one, other):
    assert not is_alike(one, other)


def test_no_two_listings_of_a_partner_in_the_data_are_taken_for_the_same():
    of_partner = defaultdict(list)
    for name in ("needs", "offers"):
        for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines():
            listing = json.loads(line)
            of_partner[listing["partner_id"], name].append(f"{listing['title']} {listing['text']}")

    pairs = [pair for texts in of_partner.values() for pair in combinations(texts, 2)]

    assert len(pairs) > 90
    assert max(likeness(*pair) for pair in pairs) < ALIKE - 0.1
