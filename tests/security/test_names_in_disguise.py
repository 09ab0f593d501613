"""Names that turn a line around are refused; those that look like others' fool nobody."""

import pytest

from services.notifier.letters.message import usable_address
from shared.access.grant import Grant
from tests.connected.registry_harness import a_partner

#: With a Cyrillic "а" for the Latin one.
LOOKALIKE = "kari@sundby.ex\N{CYRILLIC SMALL LETTER A}mple"


@pytest.mark.parametrize("mark", ["\u202e", "\u202d", "\u2066", "\u2067", "\u2069"], ids=ascii)
def test_a_name_that_turns_the_line_around_is_refused(town, mark):
    with town.program(Grant(role="admin")) as admin:
        partner = admin.post("/api/partners", json=a_partner(name=f"Elvemo{mark}SA", orgnr=None))
        person = admin.post("/api/admins", json={"name": f"K{mark}ari", "email": "k@x.example"})

    assert (partner.status_code, person.status_code) == (422, 422)


def test_a_name_from_right_to_left_is_kept_and_set_apart_on_the_page(town):
    person = {"name": "חברה ירוקה", "email": "hebrew@fylket.example"}
    with town.program(Grant(role="admin")) as admin:
        admin.post("/api/regions/ostfold/coordinators", json=person)
    with town.signed_in(person["email"]) as browser:
        page = browser.get("/account")

    assert 'href="/account" dir="auto">חברה ירוקה</a>' in page.text


def test_an_address_that_looks_like_anothers_is_another(town, kari):
    before = len(town.letters_to(kari))
    with town.browser() as browser:
        answer = town.ask(browser, LOOKALIKE)

    holders = "SELECT holders FROM access.sign_in_links ORDER BY created_at DESC LIMIT 1"
    assert answer.status_code == 303
    assert town.value(holders) == []
    assert len(town.letters_to(kari)) == before


def test_a_lookalike_is_written_so_that_one_sees_it():
    assert "xn--" in usable_address(LOOKALIKE)
