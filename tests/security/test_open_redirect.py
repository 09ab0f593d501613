"""`next` leads nowhere but to pages of ours."""

import pytest

from shared.web.own_paths import own_path
from tests.security.town import link_in

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "/a\r\nset-cookie: session=planted",
    "evil.example",
    "/" + "x" * 600,
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_leads_elsewhere_is_no_path_of_ours(text):
    assert own_path(text, default="/home") == "/home"


@pytest.mark.parametrize("text", ["/", "/coordinator?open=1", "/a/%C3%A6?b=c&d=//e.example"])
def test_our_own_paths_are_kept(text):
    assert own_path(text) == text


@pytest.mark.parametrize("text", ELSEWHERE[:5])
def test_signing_in_stays_with_us(town, ingrid, text):
    with town.browser() as browser:
        page = browser.get("/sign-in", params={"next": text})
        answer = browser.post(link_in(town.asked(browser, ingrid, next=text)))

    assert 'name="next" value=""' in page.text
    assert answer.headers["location"] == "/coordinator"


def test_a_page_that_asks_to_sign_in_names_itself_and_nothing_else(town):
    with town.browser() as browser:
        answer = browser.get("/coordinator", params={"next": "//evil.example"})
        odd = browser.get("//evil.example/..%2f..")

    assert (
        answer.headers["location"] == "/sign-in?next=/coordinator%3Fnext%3D%252F%252Fevil.example"
    )
    assert "location" not in odd.headers
