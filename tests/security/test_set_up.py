"""The first person on this machine says who they are; nobody does after that."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.security.town import Town, csrf_token_in, link_in

FORM = {"name": "Ingrid Solhaug", "email": "first@fylket.example", "region": "ostfold"}


@pytest.fixture(autouse=True)
def nobody(town: Town) -> None:
    town.execute("DELETE FROM registry.people")


def test_the_first_one_becomes_coordinator_and_admin_and_signs_in_by_letter(town):
    with town.browser() as browser:
        front = browser.get("/")
        page = browser.get(front.headers["location"])
        sent = browser.post("/set-up", data={**FORM, "csrf_token": csrf_token_in(page)})
        told = browser.get(sent.headers["location"])
        browser.post(link_in(town.letter_to(FORM["email"])))
        admins = browser.get("/api/admins").json()["items"]
        coordinators = browser.get("/api/regions/ostfold/coordinators").json()["items"]

    assert front.headers["location"] == "/set-up"
    assert "/mail/mailbox" in told.text
    assert admins == coordinators
    assert [(one["name"], one["language"]) for one in admins] == [("Ingrid Solhaug", "en")]


def test_of_two_who_come_at_once_one_is_the_first(town):
    with town.browser() as one, town.browser() as other, ThreadPoolExecutor(2) as both:
        forms = [
            (browser, {**FORM, "email": email, "csrf_token": csrf_token_in(browser.get("/set-up"))})
            for browser, email in ((one, "a@fylket.example"), (other, "b@fylket.example"))
        ]
        answers = list(both.map(lambda sent: sent[0].post("/set-up", data=sent[1]), forms))

    assert sorted(answer.status_code for answer in answers)[0] == 303
    assert sorted(answer.status_code for answer in answers)[1] in {403, 404}
    assert town.value("SELECT count(*) FROM registry.admins") == 1


def test_later_ones_find_no_such_page(town):
    with town.browser() as browser:
        form = {**FORM, "csrf_token": csrf_token_in(browser.get("/set-up"))}
        browser.post("/set-up", data=form)
        page = browser.get("/set-up")
        again = browser.post("/set-up", data={**form, "email": "later@fylket.example"})
        front = browser.get("/")

    assert (page.status_code, again.status_code, front.status_code) == (404, 404, 200)
    assert town.value("SELECT count(*) FROM registry.people") == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param({"name": " "}, "Write your name", id="no name"),
        pytest.param({"email": "first"}, "Write the e-mail address like this", id="no address"),
        pytest.param({"region": "atlantis"}, "Choose a region", id="no region"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stays_typed(town, wrong, message):
    with town.browser() as browser:
        token = csrf_token_in(browser.get("/set-up"))
        answer = browser.post("/set-up", data={**FORM, **wrong, "csrf_token": token})

    assert answer.status_code == 422
    assert message in answer.text
    assert town.value("SELECT count(*) FROM registry.people") == 0


def test_another_site_cannot_set_it_up_for_us(town):
    with town.browser() as browser:
        token = csrf_token_in(browser.get("/set-up"))
        form = {**FORM, "csrf_token": token}
        elsewhere = browser.post("/set-up", data=form, headers={"sec-fetch-site": "cross-site"})
        without = browser.post("/set-up", data=FORM)

    assert (elsewhere.status_code, without.status_code) == (403, 403)
    assert town.value("SELECT count(*) FROM registry.people") == 0
