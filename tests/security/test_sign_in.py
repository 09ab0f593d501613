"""Signing in by a letter, as people do it and as those do who should not get in."""

import pytest

from shared.access.grant import Grant
from tests.connected.registry_harness import a_partner
from tests.security.town import Town, csrf_token_in, link_in, typed_code_in

ADMIN = Grant(role="admin")


def test_a_contact_signs_in_by_the_link_in_the_letter(town, kari):
    with town.browser() as browser:
        letter = town.asked(browser, kari.upper())
        looked = browser.get(link_in(letter))
        pressed = browser.post(link_in(letter))
        mine = browser.get("/api/partners").json()["items"]

    assert (letter.subject, letter.to) == ("Logg inn på Koblingsboks", f"Kari Moe <{kari}>")
    assert "Lenkja verkar i 10 minutt" in letter.text
    assert looked.status_code == 200
    assert (pressed.status_code, pressed.headers["location"]) == (303, "/")
    assert [one["name"] for one in mine] == ["Sundby Bruk"]


def test_a_coordinator_is_led_to_the_queue_and_can_leave(town, ingrid):
    with town.signed_in(ingrid) as browser:
        queue = browser.get("/coordinator")
        left = browser.post("/sign-out", data={"csrf_token": csrf_token_in(queue)})
        after = browser.get("/coordinator")

    assert "Ingrid Solhaug" in queue.text
    assert left.headers["location"] == "/sign-in"
    assert after.headers["location"] == "/sign-in?next=/coordinator"


def test_the_short_code_signs_in_where_it_was_asked_for(town, ingrid):
    with town.browser() as browser:
        typed = typed_code_in(town.asked(browser, ingrid, next="/coordinator?x=1"))
        page = browser.get("/sign-in/sent")
        form = {"csrf_token": csrf_token_in(page), "code": f" {typed.lower().replace('-', ' ')}"}
        answer = browser.post("/sign-in/code", data=form)
        again = browser.post("/sign-in/code", data=form)

    assert (answer.status_code, answer.headers["location"]) == (303, "/coordinator?x=1")
    assert again.status_code == 403


def test_five_wrong_codes_spoil_the_right_one_but_not_the_link(town, ingrid):
    with town.browser() as browser:
        letter = town.asked(browser, ingrid)
        form = {"csrf_token": csrf_token_in(browser.get("/sign-in/sent"))}
        wrong = [browser.post("/sign-in/code", data={**form, "code": "x"}) for _ in range(5)]
        right = browser.post("/sign-in/code", data={**form, "code": typed_code_in(letter)})
        link = browser.post(link_in(letter))

    assert {answer.status_code for answer in [*wrong, right]} == {422}
    assert "The code does not fit" in right.text
    assert link.status_code == 303


def test_a_link_is_of_use_only_in_the_browser_that_asked(town, ingrid):
    with town.browser() as browser, town.browser() as phone, town.browser() as third:
        link = link_in(town.asked(browser, ingrid))
        town.asked(phone, ingrid)
        seen = third.get(link)
        refused = [other.post(link).status_code for other in (phone, third)]
        followed = browser.post(link)

    assert "belongs to another browser" in seen.text
    assert refused == [410, 410]
    assert followed.status_code == 303


def test_a_letter_that_has_left_leaves_no_code_behind(town, ingrid):
    with town.browser() as browser:
        letter = town.asked(browser, ingrid)
        kept = town.rows("SELECT * FROM access.sign_in_links WHERE code_hash IS NOT NULL")
        events = town.rows("SELECT body FROM registry.outbox WHERE type = 'sign_in.requested.v1'")

    code, typed = link_in(letter).rpartition("/")[2], typed_code_in(letter)
    assert town.value("SELECT count(*) FROM notifier.sign_in_letters") == 0
    assert code not in str(kept) + str(events)
    assert typed not in str(kept) + str(events)


def test_a_removed_coordinator_is_out_at_once(town):
    removed = {"name": "Jonas Vik", "email": "jonas@fylket.example"}
    with town.program(ADMIN) as program:
        added = program.post("/api/regions/ostfold/coordinators", json=removed).json()
        with town.signed_in(removed["email"]) as browser, town.browser() as waiting:
            link = link_in(town.asked(waiting, removed["email"]))
            assert browser.get("/coordinator").status_code == 200

            program.delete(f"/api/regions/ostfold/coordinators/{added['id']}")

            assert browser.get("/api/suggestions").status_code == 401
            assert waiting.post(link).status_code == 410


def test_a_second_region_is_open_in_a_session_that_is_open(town):
    eva = {"name": "Eva Lie", "email": "eva@fylket.example"}
    troms = {"region": "troms"}
    with town.program(ADMIN) as program:
        person = program.post("/api/regions/ostfold/coordinators", json=eva).json()
        with town.signed_in(eva["email"]) as browser:
            before = browser.get("/api/suggestions", params=troms).status_code
            program.post("/api/regions/troms/coordinators", json=eva)
            during = browser.get("/api/suggestions", params=troms).status_code
            program.delete(f"/api/regions/troms/coordinators/{person['id']}")
            after = browser.get("/api/suggestions", params=troms).status_code

    assert (before, during, after) == (403, 200, 403)


def test_a_contact_who_is_left_out_is_out_at_once(town):
    contacts = [
        {"name": "Per Dal", "email": "per@dal.example"},
        {"name": "Pia Dal", "email": "pia@dal.example"},
    ]
    dal = a_partner(name="Dal Sag", orgnr=None, contacts=contacts)
    with town.program(ADMIN) as program:
        path = f"/api/partners/{program.post('/api/partners', json=dal).json()['id']}"
        with town.signed_in("per@dal.example") as per, town.signed_in("pia@dal.example") as pia:
            program.put(path, json={**dal, "contacts": contacts[1:]})

            assert per.get("/api/partners").status_code == 401
            assert pia.get("/api/partners").status_code == 200
            program.delete(path)
            assert pia.get("/api/partners").status_code == 401


def test_one_person_of_two_partners_and_a_region_chooses_who_to_be(town):
    lise = {"name": "Lise Bakke", "email": "lise@bakke.example"}
    with town.program(ADMIN) as program:
        program.post("/api/regions/ostfold/coordinators", json=lise)
        for name in ("Bakke Alfa", "Bakke Beta"):
            program.post("/api/partners", json=a_partner(name=name, orgnr=None, contacts=[lise]))
    with town.browser() as browser:
        answer = browser.post(link_in(town.asked(browser, lise["email"], next="/api/partners")))
        choice = browser.get(answer.headers["location"])
        before = browser.cookies["session"]
        beta = choice.text.partition("Bakke Beta")[2].partition('name="holder_id" value="')[2]
        form = {
            "csrf_token": csrf_token_in(choice),
            "holder_id": beta[:36],
            "next": "/api/partners",
        }
        switched = browser.post("/account/switch", data=form)
        mine = browser.get(switched.headers["location"]).json()["items"]
        stale = httpx_with(town, before)

    assert answer.headers["location"] == "/account?next=%2Fapi%2Fpartners"
    assert choice.text.count('name="holder_id"') == 2
    assert [one["name"] for one in mine] == ["Bakke Beta"]
    assert stale == 401


def httpx_with(town: Town, session: str) -> int:
    with town.program() as client:
        cookie = {"cookie": f"session={session}"}
        return client.get("/api/partners", headers=cookie).status_code


def test_nobody_switches_to_what_somebody_else_is(town, kari, ingrid):
    holder = town.value("SELECT id FROM registry.people WHERE email = $1", ingrid)
    with town.signed_in(kari) as browser:
        form = {"csrf_token": csrf_token_in(browser.get("/account")), "holder_id": holder}
        answer = browser.post("/account/switch", data=form)

        assert answer.status_code == 403
        assert browser.get("/api/suggestions").status_code == 403


def test_ones_sessions_are_listed_and_closed_from_afar(town, ingrid):
    firefox = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
    with town.signed_in(ingrid) as here, town.signed_in(ingrid, **firefox) as there:
        page = here.get("/account")
        closing = page.text.partition('action="/account/sessions/')[2][:36]
        form = {"csrf_token": csrf_token_in(page)}
        others = there.post(
            f"/account/sessions/{closing}/close", data=form
        )  # with a token that is not its own
        here.post(f"/account/sessions/{closing}/close", data=form)
        gone = there.get("/api/suggestions").status_code
        here.post("/account/sign-out-everywhere", data=form)

        assert "Firefox, Linux" in page.text
        assert others.status_code == 403
        assert gone == 401
        assert here.get("/api/suggestions").status_code == 401


def test_signing_in_anew_ends_the_session_the_browser_had(town, ingrid):
    with town.signed_in(ingrid) as browser:
        earlier = browser.cookies["session"]
        browser.post(link_in(town.asked(browser, ingrid)))

        assert browser.cookies["session"] != earlier
        assert httpx_with(town, earlier) == 401


@pytest.mark.parametrize(
    ("address", "message"),
    [
        pytest.param("", "Write the e-mail address like this", id="nothing"),
        pytest.param("kari", "Write the e-mail address like this", id="half an address"),
        pytest.param("a@b.example, c@d.example", "Write the e-mail", id="two addresses"),
    ],
)
def test_what_is_no_address_is_told_and_stays_typed(town, address, message):
    with town.browser() as browser:
        answer = town.ask(browser, address)

    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{address}"' in answer.text
