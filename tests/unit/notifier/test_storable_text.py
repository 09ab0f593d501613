"""Texts lose what PostgreSQL cannot keep, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.addresses import address_hash
from services.notifier.domain.text import all_storable, storable

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_nul_and_half_surrogates_are_left_out():
    assert storable("Å\x00s\ud800e 🌱") == "Ås" + "e 🌱"


@given(ANY_TEXT)
def test_every_text_becomes_storable(text):
    kept = storable(text)

    assert "\x00" not in kept
    assert kept.encode().decode() == kept


def test_texts_are_mended_wherever_they_stand():
    assert all_storable({"a": ["x\x00", {"b": ("\x00",)}], "n": 1}) == {
        "a": ["x", {"b": [""]}],
        "n": 1,
    }


def test_an_address_written_otherwise_has_the_same_hash():
    assert address_hash(" Ase@X.example ") == address_hash("ase@x.EXAMPLE")
    assert address_hash("ase@x.example") != address_hash("aase@x.example")
