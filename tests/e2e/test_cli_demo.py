"""`demo --once`: the whole way, on an empty folder and again on its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.letters import LetterBox
from tests.e2e.command_line import run
from tests.servers import short_lived_folder


@pytest.fixture
def data() -> Iterator[Path]:
    with short_lived_folder() as folder:
        yield folder


def test_it_finds_what_really_happened_ends_with_two_letters_and_can_be_repeated(data):
    first = run("demo", "--once", "--data", data)
    letters_of_first = LetterBox(data / "mailbox").letters()
    second = run("demo", "--once", "--data", data)

    assert first.returncode == 0, first.stderr
    assert len(letters_of_first) == 2
    assert second.returncode == 0, second.stderr
    assert len(LetterBox(data / "mailbox").letters()) == 4
    for letter in letters_of_first:
        assert letter.to in first.stdout
    found = re.search(r"Of (\d+) collaborations that really happened, (\d+) are", first.stdout)
    assert found
    assert found[1] == found[2]


def test_it_keeps_out_of_a_folder_with_other_data(data):
    run("token", "create", "--role", "admin", "--data", data)

    refused = run("demo", "--once", "--data", data)

    assert refused.returncode == 1
    assert "holds data that is not the demonstration's" in refused.stderr
