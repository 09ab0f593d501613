import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matcher.domain.reasons import fit_of, speaks_against, speaks_for
from services.matcher.domain.told import shortened


@pytest.mark.parametrize(
    ("score", "fit"),
    [(0.9, "very_good"), (0.6, "very_good"), (0.3, "good"), (0.1, "possible"), (None, "possible")],
)
def test_a_score_is_told_in_words(score: float | None, fit: str):
    assert fit_of(score) == fit


def test_what_speaks_for_and_against_is_parted_the_loudest_first():
    parts = {"words": 1.0, "meaning": 6.0, "distance": -2.0}

    assert [reason.name for reason in speaks_for(parts)] == ["meaning", "words"]
    assert [reason.level for reason in speaks_for(parts)] == ["high", "low"]
    assert speaks_against(parts) == ["distance"]


@given(st.text(), st.integers(min_value=4, max_value=50))
def test_what_is_shortened_fits(text: str, largest: int):
    short = shortened(text, largest)

    assert len(short.encode()) <= largest
    assert short == text or short.endswith("…")
