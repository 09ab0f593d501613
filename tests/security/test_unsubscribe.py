"""The link that stops letters is made by nobody but us, and looking at it stops nothing."""

import pytest

from services.notifier.domain.addresses import address_hash
from services.notifier.domain.links import Links
from tests.security.cast import Cast

STOPPED = "SELECT count(*) FROM notifier.suppressions WHERE address_hash = $1"
KARI = address_hash("kari@sundby.example")


def forged(**given: str) -> str:
    links = Links(**{"public_url": "", "secret_key": "k" * 32, "lifetime": 60, **given})  # type: ignore[arg-type]
    return links.preferences_url(KARI)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(forged(), id="signed with another key"),
        pytest.param(f"/mail/preferences/{KARI.hex()}", id="unsigned"),
        pytest.param("/mail/preferences/" + "x" * 499, id="made up"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_forged_link_stops_nothing(town, path, method):
    with town.browser() as browser:
        answer = browser.request(method, path)

    assert answer.status_code == 404
    assert town.value(STOPPED, KARI) == 0


def test_an_answer_link_is_no_link_to_stop_letters(cast: Cast):
    with cast.town.browser() as browser:
        answer = browser.post(f"/mail/preferences/{cast.things['answer']}")

    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_mail_scanner_stops_nothing(cast: Cast, method):
    before = cast.town.value("SELECT count(*) FROM notifier.suppressions")
    with cast.town.browser() as browser:
        browser.request(method, f"/mail/preferences/{cast.things['preferences']}")

    assert cast.town.value("SELECT count(*) FROM notifier.suppressions") == before


def test_who_wants_no_letters_can_sign_in_all_the_same(town, kari):
    town.execute("INSERT INTO notifier.suppressions VALUES ($1, 'unsubscribed')", KARI)
    with town.signed_in(kari) as browser:
        assert browser.get("/api/partners").status_code == 200
    town.execute("DELETE FROM notifier.suppressions WHERE address_hash = $1", KARI)
