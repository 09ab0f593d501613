"""Filters, searches, pages and paths are values to the database, never statements."""

import pytest

from tests.security.cast import COORDINATOR, Cast

EVIL = [
    "' OR '1'='1",
    "'; DROP TABLE partners; --",
    "ostfold' UNION SELECT token_hash FROM access.tokens --",
    "%' OR name LIKE '%",
    "\\'; SELECT pg_sleep(10); --",
    "ostfold,troms",
    "*",
]
PLACES = [
    ("/api/partners", "q"),
    ("/api/partners", "region"),
    ("/api/partners", "cursor"),
    ("/api/listings", "region"),
    ("/api/listings", "status"),
    ("/api/listings", "cursor"),
    ("/api/suggestions", "region"),
    ("/api/suggestions", "status"),
    ("/api/suggestions", "listing"),
    ("/api/introductions", "region"),
    ("/api/introductions", "cursor"),
]
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname IN ('registry', 'matcher', 'notifier')"


@pytest.mark.parametrize("evil", EVIL)
def test_a_filter_finds_nothing_it_should_not(cast: Cast, evil):
    tables = cast.town.value(TABLES)
    with cast.program(COORDINATOR) as client:
        answers = {f"{path} {name}": client.get(path, params={name: evil}) for path, name in PLACES}
        slug = client.get("/api/regions/" + evil.replace("/", ""))

    for where, answer in answers.items():
        assert answer.status_code in {200, 400, 403, 422}, where
        assert answer.status_code != 200 or answer.json()["items"] == [], where
    assert slug.status_code in {404, 422}
    assert cast.town.value(TABLES) == tables


def test_signing_in_as_a_statement_is_signing_in_as_nobody(town):
    with town.browser() as browser:
        answer = town.ask(browser, "'or'1'='1'--@fylket.example")

    holders = "SELECT holders FROM access.sign_in_links ORDER BY created_at DESC LIMIT 1"
    assert answer.status_code in {303, 422}
    assert answer.status_code == 422 or town.value(holders) == []
