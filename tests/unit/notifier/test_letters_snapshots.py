"""Letters as they stand, to be read by people when they change.

After a meant change run `KEEP_SNAPSHOTS=1 ./koblingsboks test tests/unit/notifier` and read
the difference.
"""

import os
from pathlib import Path

import pytest

from services.notifier.letters.compiling import compiled
from services.notifier.letters.facts import FACTS, LetterKind
from services.notifier.letters.samples import SAMPLE_NAMES, SAMPLES, SIGN_IN, sample_letter
from shared.locale import LANGUAGES

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_a_letter_reads_as_it_was_approved(language, name):
    letter = sample_letter(name, language)

    expect(f"{name}.{language}.txt", f"{letter.subject}\n\n{letter.text}")


@pytest.mark.parametrize("name", ["introduction-to-seeker", "monday", SIGN_IN])
def test_the_html_of_a_letter_is_as_it_was_looked_at(name):
    expect(f"{name}.nb.html", sample_letter(name, "nb").html)


def test_every_kind_of_letter_has_a_sample():
    assert {sample.facts.kind for sample in SAMPLES.values()} == set(LetterKind.__args__)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_facts_of_a_letter_are_read_back_as_they_were_kept(name):
    facts = SAMPLES[name].facts

    assert FACTS.validate_json(facts.model_dump_json()) == facts


def test_the_html_templates_are_what_the_design_compiles_to():
    """Else run `python -m services.notifier.letters.compiling`."""
    for path, text in compiled().items():
        assert path.read_text(encoding="utf-8") == text


def expect(name: str, text: str) -> None:
    snapshot = SNAPSHOTS / name
    if os.environ.get("KEEP_SNAPSHOTS"):
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")
