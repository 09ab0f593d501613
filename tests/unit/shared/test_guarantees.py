"""The page that promises something names tests that are there, and figures that were measured."""

import re
from pathlib import Path

from tests.faults.report import kept_in, markdown

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "guarantees.md").read_text("utf-8")
RESULTS = ROOT / "docs" / "fault-results"


def test_every_test_that_is_named_exists():
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }

    assert len(named) > 30
    assert named <= there, named - there


def test_the_table_is_what_the_kept_rounds_say():
    shown = PAGE.partition("<!-- table -->\n")[2].partition("\n<!-- /table -->")[0]

    assert shown == markdown(kept_in(RESULTS))


def test_no_round_that_is_shown_lost_an_event_or_doubled_a_mail_unknown_to_us():
    found = [one.findings for one in kept_in(RESULTS)]

    assert sum(one.lost for one in found) == 0
    assert sum(one.doubled for one in found) <= sum(one.unknown for one in found)
