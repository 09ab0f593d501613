"""What is private is kept by no cache and in no list of visited pages."""

import pytest

from tests.security.cast import COORDINATOR, Cast
from tests.security.matrix import MATRIX
from tests.security.town import csrf_token_in

READS = [call[1] for call in MATRIX if call[0] == "GET"]


@pytest.mark.parametrize("path", READS)
def test_no_answer_is_kept(cast: Cast, path):
    with cast.browser(COORDINATOR) as browser:
        answer = browser.get(path.format(**cast.things))

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_files_of_ours_may_be_kept(town):
    with town.browser() as browser:
        page = browser.get("/sign-in").text
        style = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
        kept = browser.get(style).headers["cache-control"]

    assert kept == "public, max-age=31536000, immutable"


def test_signing_out_empties_what_the_browser_kept(town, ingrid):
    with town.signed_in(ingrid) as browser:
        form = {"csrf_token": csrf_token_in(browser.get("/account"))}
        answer = browser.post("/sign-out", data=form)

    assert answer.headers["clear-site-data"] == '"cache"'
    assert 'session=""' in answer.headers["set-cookie"]
