import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matcher.domain.marking import Marked, Piece, pieces


@pytest.mark.parametrize(
    ("text", "sentences", "marked"),
    [
        pytest.param("Vi har varme. Ring oss.", ["Vi har varme."], {"Vi har varme.": 1}, id="one"),
        pytest.param(
            "B kommer. A kommer.",
            ["A kommer.", "B kommer."],
            {"B kommer.": 2, "A kommer.": 1},
            id="numbered by pair, in the order of the text",
        ),
        pytest.param("Vi har\nvarme.", ["Vi har varme."], {"Vi har\nvarme.": 1}, id="over a break"),
        pytest.param("Varme", ["Varme."], {"Varme": 1}, id="a title without its full stop"),
        pytest.param("Ring (nå).", ["Ring (nå)."], {"Ring (nå).": 1}, id="no pattern"),
        pytest.param("Noe annet.", ["Vi har varme."], {}, id="not there"),
        pytest.param(
            "Vi har varme.",
            ["Vi har varme.", "har varme."],
            {"Vi har varme.": 1},
            id="never one inside another",
        ),
        pytest.param("", ["Vi har varme."], {}, id="empty"),
    ],
)
def test_sentences_are_marked(text: str, sentences: list[str], marked: dict[str, int]):
    found = pieces(text, sentences)

    assert {piece.text: piece.number for piece in found if piece.number} == marked


@given(st.text(), st.lists(st.text(), max_size=4))
def test_marking_leaves_the_text_as_it_was(text: str, sentences: list[str]):
    assert "".join(piece.text for piece in pieces(text, sentences)) == text


def test_lines_become_paragraphs_and_keep_their_marks():
    found = Marked(title=[], text=[Piece("Vi har "), Piece("varme.\nRing", 1), Piece(" oss.\n\n")])

    assert found.paragraphs == [
        [Piece("Vi har "), Piece("varme.", 1)],
        [Piece("Ring", 1), Piece(" oss.")],
    ]
