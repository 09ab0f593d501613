"""What SpamAssassin makes of every letter, by its rules alone, without asking anybody.

apt-get install spamassassin && ./koblingsboks test tests/connected/test_spam_score.py -rs
"""

import re
import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from services.notifier.letters import Mailbox, build_message
from services.notifier.letters.samples import PAGES, SAMPLE_NAMES, sample_letter
from shared.locale import LANGUAGES

SPAMASSASSIN = shutil.which("spamassassin")
HIGHEST = 1.0
SCORE = re.compile(rb"^X-Spam-Status: \w+, score=(-?[\d.]+)", re.MULTILINE)

pytestmark = pytest.mark.skipif(
    SPAMASSASSIN is None,
    reason="NO SPAM SCORE WAS MEASURED: apt-get install spamassassin, and run this again",
)


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_no_letter_looks_like_spam(name):
    scores = {language: score(name, language) for language in LANGUAGES}

    assert {language: found for language, found in scores.items() if found >= HIGHEST} == {}


def score(name, language) -> float:
    message = build_message(
        sample_letter(name, language),
        sender=Mailbox("Ingrid Solhaug", "ingrid@strandfylket.example"),
        recipient=Mailbox("Åse Lindvåg", "ase@steinvaag-meieri.example"),
        reply_to=None,
        message_id="<019ab1c0-0000-7000-8000-000000000001@strandfylket.example>",
        date=datetime.now(UTC),
        unsubscribe_url=PAGES.preferences,
    )
    asked = [SPAMASSASSIN, "--local", "--test-mode", "--prefspath=/dev/null"]
    told = subprocess.run(asked, input=message.as_bytes(), capture_output=True, check=True)
    found = SCORE.search(told.stdout)
    assert found, told.stderr.decode()
    return float(found[1])
