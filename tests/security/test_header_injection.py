"""A line break in what somebody typed adds no header: to no answer and no letter."""

import pytest

from shared.access.grant import Grant
from tests.connected.registry_harness import a_partner

BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"]


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_a_name_with_a_line_break_is_refused(town, line_break):
    name = f"Kari{line_break}Bcc: all@evil.example"
    body = a_partner(name="Nytt", contacts=[{"name": name, "email": "kari@x.example"}])
    with town.program(Grant(role="admin")) as admin:
        partner = admin.post("/api/partners", json=body)
        person = admin.post("/api/admins", json={"name": name, "email": "a@x.example"})

    assert (partner.status_code, person.status_code) == (422, 422)


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_an_address_with_a_line_break_is_asked_for_nobody(town, kari, line_break):
    before = town.value("SELECT count(*) FROM access.sign_in_links")
    with town.browser() as browser:
        answer = town.ask(browser, f"{kari}{line_break}Bcc: all@evil.example")

    assert answer.status_code == 422
    assert town.value("SELECT count(*) FROM access.sign_in_links") == before


@pytest.mark.parametrize("line_break", BREAKS[:3], ids=ascii)
@pytest.mark.parametrize("path", ["/coordinator", "/sign-in", "/coordinator/suggestions/x/approve"])
def test_no_address_adds_a_header_to_the_answer(town, path, line_break):
    evil = f"nn{line_break}set-cookie: session=planted"
    with town.browser() as browser:
        answer = browser.get(path, params={"lang": evil, "next": evil, "open": evil})

    assert "planted" not in str(answer.headers.get_list("set-cookie"))
    assert "\n" not in answer.headers.get("location", "")
