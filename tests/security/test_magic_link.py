"""Links in letters: replayed, raced for, swapped, looked at by machines, and led astray."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.access.grant import Grant
from shared.access.secrets import hashed
from tests.security.town import csrf_token_in, link_in, typed_code_in

EXPIRE = """
    UPDATE access.sign_in_links
       SET created_at = now() - interval '11 min', expires_at = now() - interval '1 s'
     WHERE code_hash = $1
"""


def test_a_link_that_was_used_opens_nothing_again(town, ingrid):
    with town.browser() as browser:
        link = link_in(town.asked(browser, ingrid))
        visitor = browser.cookies["visitor"]
        browser.post(link)
        browser.cookies.set("visitor", visitor)
        answers = [browser.post(link), browser.get(link)]

    assert [answer.status_code for answer in answers] == [410, 410]


def test_of_two_presses_at_once_one_signs_in(town, ingrid):
    with town.browser() as browser, ThreadPoolExecutor(2) as both:
        link = link_in(town.asked(browser, ingrid))
        sessions = town.value("SELECT count(*) FROM access.sessions")
        cookie = {"cookie": f"visitor={browser.cookies['visitor']}"}

        def press(_: int) -> int:
            with town.browser(**cookie) as other:
                return other.post(link).status_code

        statuses = sorted(both.map(press, range(2)))

    assert statuses == [303, 410]
    assert town.value("SELECT count(*) FROM access.sessions") == sessions + 1


def test_of_two_codes_at_once_one_signs_in(town, ingrid):
    with town.browser() as browser, ThreadPoolExecutor(2) as both:
        typed = typed_code_in(town.asked(browser, ingrid))
        token = csrf_token_in(browser.get("/sign-in/sent"))
        cookie = {"cookie": f"visitor={browser.cookies['visitor']}"}

        def send(_: int) -> int:
            with town.browser(**cookie) as other:
                form = {"code": typed, "csrf_token": token}
                return other.post("/sign-in/code", data=form).status_code

        statuses = sorted(both.map(send, range(2)))

    assert statuses == [303, 422]


def test_codes_of_two_requests_cannot_be_swapped(town, ingrid, kari):
    """Somebody asks for Ingrid's link and wants to use it by what came for Kari."""
    with town.browser() as attacker, town.browser() as victim:
        own = town.asked(attacker, kari)
        hers = town.asked(victim, ingrid)
        form = {"csrf_token": csrf_token_in(attacker.get("/sign-in/sent"))}
        by_code = attacker.post("/sign-in/code", data={**form, "code": typed_code_in(hers)})
        by_link = attacker.post(link_in(hers))
        attacker.post(link_in(own))
        mine = attacker.get("/api/suggestions")
        still = victim.post(link_in(hers))

    assert (by_code.status_code, by_link.status_code) == (422, 410)
    assert mine.status_code == 403
    assert still.status_code == 303


def test_a_link_sent_to_a_victim_signs_nobody_in_as_the_attacker(town, kari):
    with town.browser() as attacker, town.browser() as victim:
        link = link_in(town.asked(attacker, kari))
        victim.get("/sign-in")
        answer = victim.post(link)

    assert answer.status_code == 410
    assert "session" not in answer.cookies


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_mail_scanner_uses_nothing_up(town, ingrid, method):
    with town.browser() as browser, town.browser() as scanner:
        link = link_in(town.asked(browser, ingrid))
        for _ in range(3):
            scanner.request(method, link)
        answer = browser.post(link)

    assert answer.status_code == 303


def test_the_link_leads_to_our_own_address_whatever_host_was_named(town, ingrid):
    forged = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    with town.browser(**forged) as browser:
        token = csrf_token_in(browser.get("/sign-in"))
        before = len(town.letters_to(ingrid))
        named = {"host": "evil.example"}
        form = {"email": ingrid, "csrf_token": token}
        strange = browser.post("/sign-in", data=form, headers=named)
        browser.post("/sign-in", data=form)
        letter = town.letter_to(ingrid, after=before)

    assert strange.status_code == 421
    assert f"{town.url}/sign-in/" in letter.text
    assert "evil" not in letter.raw.decode()


def test_an_expired_link_says_so(town, ingrid):
    with town.browser() as browser:
        link = link_in(town.asked(browser, ingrid))
        town.execute(EXPIRE, hashed(link.rpartition("/")[2]))
        answers = [browser.get(link), browser.post(link)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "expired" in answers[0].text


def test_a_session_that_was_planted_is_not_the_one_signed_in(town, ingrid):
    with town.browser() as browser:
        link = link_in(town.asked(browser, ingrid))
        planted = {"cookie": f"session=planted; visitor={browser.cookies['visitor']}"}
        answer = browser.post(link, headers=planted)

    assert answer.status_code == 303
    assert answer.cookies["session"] != "planted"
    with town.program() as attacker:
        answer = attacker.get("/api/suggestions", headers={"cookie": "session=planted"})
    assert answer.status_code == 401


def test_a_link_of_the_command_line_works_once_in_any_browser(town):
    link = town.link(Grant(role="coordinator", regions=("ostfold",)))
    with town.browser() as one, town.browser() as other:
        first, second = one.post(link), other.post(link)

        assert (first.status_code, second.status_code) == (303, 410)
        assert one.get("/coordinator").status_code == 200
