"""Letters as they stand, to be read by people when they change.

After a meant change run `KEEP_SNAPSHOTS=1 ./koblingsboks test tests/unit/notifier` and read
the difference.
"""

import os
from pathlib import Path

import pytest

from shared.locale import LANGUAGES
from tests.unit.notifier.letter_samples import both_letters

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", ["provider", "seeker"])
def test_the_introduction_reads_as_it_was_approved(language, side):
    letter = both_letters(language)[side]

    expect(f"introduction.{side}.{language}.txt", f"{letter.subject}\n\n{letter.text}")
    expect(f"introduction.{side}.{language}.html", letter.html)


def expect(name: str, text: str) -> None:
    snapshot = SNAPSHOTS / name
    if os.environ.get("KEEP_SNAPSHOTS"):
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")
