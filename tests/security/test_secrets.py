"""Secrets stay where they belong: not in logs, not in what is printed of settings, never usual."""

import logging

import pytest
from pydantic import ValidationError

from services.notifier.config import Settings as NotifierSettings
from services.registry.config import Settings as RegistrySettings
from shared.access.grant import Grant
from tests.security.town import link_in, typed_code_in

GIVEN = {
    "database_url": "postgresql://registry:hidden-password@x/y",
    "broker_url": "redis://:hidden-password@x",
    "secret_key": "hidden-password-" * 3,
    "public_url": "http://x.example",
}


def test_no_log_tells_how_somebody_signs_in(town, ingrid, caplog):
    caplog.set_level(logging.DEBUG)
    with town.browser() as browser:
        letter = town.asked(browser, ingrid)
        browser.post(link_in(letter))
        browser.post(link_in(letter))
        session = browser.cookies["session"]
        token = town.token(Grant(role="admin"))
        browser.get("/api/partners", headers={"authorization": f"Bearer {token}x"})

    code = link_in(letter).rpartition("/")[2]
    # Ours; the client that the test signs in with logs what it calls.
    ours = [one for one in caplog.records if not one.name.startswith("http")]
    # pytest listens also to loggers that pass nothing on, and so are written nowhere.
    logged = [one.getMessage() for one in ours if logging.getLogger(one.name).propagate]
    assert logged
    for secret in (code, typed_code_in(letter), session, token, ingrid, "Ingrid Solhaug"):
        assert secret not in str(logged)


@pytest.mark.parametrize("missing", GIVEN)
def test_no_secret_and_no_address_has_a_usual_value(missing):
    given = {name: value for name, value in GIVEN.items() if name != missing}

    with pytest.raises(ValidationError):
        RegistrySettings(**given, _env_file=None)


def test_a_short_key_is_refused_and_not_repeated():
    with pytest.raises(ValidationError) as refused:
        RegistrySettings(**{**GIVEN, "secret_key": "hunter2"}, _env_file=None)

    assert "hunter2" not in str(refused.value)


def test_settings_can_be_printed():
    settings = NotifierSettings(
        **GIVEN,
        smtp_host="x",
        fallback_sender="a@b.example",
        smtp_password="hidden-password",
        _env_file=None,
    )

    assert "hidden-password" not in f"{settings!r} {settings}"


def test_the_database_holds_nothing_one_could_sign_in_with(town, ingrid):
    with town.browser() as browser:
        letter = town.asked(browser, ingrid)
        browser.post(link_in(letter))
        session = browser.cookies["session"]

    kept = str(town.rows("SELECT * FROM access.sessions") + town.rows("TABLE access.sign_in_links"))
    assert session not in kept
    assert link_in(letter).rpartition("/")[2] not in kept
