"""Other sites' pages make a visitor's browser do nothing with us: no write, no sign-in, no
sign-out."""

import pytest

from tests.security.cast import COORDINATOR, OURS, Cast
from tests.security.matrix import MATRIX

WRITES = [call for call in MATRIX if call[0] != "GET"]
#: The links of letters are keys of their own: nothing of the browser's is made use of.
BY_LINK = ("/mail/answer/", "/mail/preferences/", "/sign-in/{code}")
FORMS = [
    call for call in WRITES if MATRIX[call].form is not None if not call[1].startswith(BY_LINK)
]


@pytest.mark.parametrize("call", WRITES, ids=" ".join)
@pytest.mark.parametrize(
    "sent_from",
    [
        pytest.param({"sec-fetch-site": "cross-site"}, id="another site"),
        pytest.param({"sec-fetch-site": "same-site"}, id="a neighbour"),
        pytest.param({"sec-fetch-site": "", "origin": "https://evil.example"}, id="old browser"),
    ],
)
def test_what_another_site_sends_is_refused(cast: Cast, call, sent_from):
    method, path = call
    with cast.browser(COORDINATOR) as browser:
        token = cast.csrf_token(browser)
        answer = browser.request(
            method,
            path.format(**cast.things),
            data={**(MATRIX[call].form or {}), "csrf_token": token},
            headers=sent_from,
        )

    assert answer.status_code == 403


@pytest.mark.parametrize("call", FORMS, ids=" ".join)
@pytest.mark.parametrize("token", ["", "wrong", "another session's"])
def test_a_form_without_its_own_token_is_refused(cast: Cast, call, token):
    method, path = call
    who = COORDINATOR if COORDINATOR in MATRIX[call].allowed else OURS
    with cast.browser(who) as browser, cast.browser(who) as other:
        if token.startswith("another"):
            token = cast.csrf_token(other)
        form = {**(MATRIX[call].form or {}), "csrf_token": token}
        answer = browser.request(method, path.format(**cast.things), data=form)

    assert answer.status_code == (404 if path == "/set-up" else 403)


def test_a_page_elsewhere_cannot_sign_a_visitor_out(cast: Cast):
    with cast.browser(OURS) as browser:
        browser.post("/sign-out")
        browser.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
        browser.get("/sign-out")

        assert browser.get("/api/partners").status_code == 200
