"""A title is what somebody looks for, gives or dreams of, in a line."""

import pytest

from services.registry.domain.titles import LONGEST_TITLE, proposed_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Vi trenger spillvarme til veksthuset vårt.", "Spillvarme til veksthuset vårt"),
        ("Me treng nokon som kan vaske kasser, to gonger i veka", "Vaske kasser, to gonger i veka"),
        ("Hei! Vi kan tilby 200 tonn flis. Hentes i Moss.", "200 tonn flis"),
        ("We are looking for someone to repair pallets", "Repair pallets"),
        ("Vi har en idé om å bygge solpark på meieritaket", "Bygge solpark på meieritaket"),
        ("Overskuddsmasser fra grøft\nFlere linjer her", "Overskuddsmasser fra grøft"),
        ("🌱🌱", ""),
        ("", ""),
        ("نبحث عن صناديق قابلة للغسل", "نبحث عن صناديق قابلة للغسل"),
    ],
    ids=lambda value: value[:20],
)
def test_a_title_is_proposed(text, title):
    assert proposed_title(text) == title


def test_a_title_is_at_most_a_line_and_ends_in_a_whole_word():
    title = proposed_title("Vi trenger " + "veldig mange gode kasser og esker av tre " * 20)

    assert 20 < len(title) <= LONGEST_TITLE
    assert title.split()[-1] in {"mange", "gode", "kasser", "esker", "tre", "veldig"}
