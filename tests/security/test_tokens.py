"""API tokens: for no more than their maker may do, for a time, and revocable."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.access.grant import Grant
from tests.connected.registry_harness import a_partner
from tests.security.town import Town

ADMIN = Grant(role="admin")
OSTFOLD = Grant(role="coordinator", regions=("ostfold",))
FOR_OSTFOLD = {"role": "coordinator", "regions": ["ostfold"], "label": "report"}


@pytest.fixture(scope="module")
def troms_partner(town: Town) -> str:
    body = a_partner(name="Tromsdalen Bruk", region="troms", orgnr=None, contacts=[])
    with town.program(ADMIN) as program:
        return str(program.post("/api/partners", json=body).json()["id"])


def works(town: Town, token: str) -> bool:
    with town.program() as client:
        answer = client.get("/api/regions", headers={"authorization": f"Bearer {token}"})
    return answer.status_code == 200


def test_a_token_is_told_once_works_and_is_listed_without_its_secret(town):
    with town.program(OSTFOLD) as program:
        made = program.post("/api/tokens", json=FOR_OSTFOLD)
        listed = program.get("/api/tokens")

    token = made.json()
    kept = next(one for one in listed.json()["items"] if one["id"] == token["id"])
    lasts = datetime.fromisoformat(token["expires_at"]) - datetime.now(UTC)
    assert works(town, token["token"])
    assert timedelta(days=89) < lasts < timedelta(days=91)
    assert kept["label"] == "report"
    assert token["token"] not in listed.text


def test_a_revoked_token_opens_nothing_nor_does_what_was_made_with_it(town):
    with town.program(ADMIN) as program:
        first = program.post("/api/tokens", json=FOR_OSTFOLD).json()
        bearer = {"authorization": f"Bearer {first['token']}"}
        second = program.post("/api/tokens", json=FOR_OSTFOLD, headers=bearer).json()
        both = [first["token"], second["token"]]
        before = [works(town, token) for token in both]
        revoked = program.delete(f"/api/tokens/{first['id']}")
        again = program.delete(f"/api/tokens/{first['id']}")

    assert before == [True, True]
    assert (revoked.status_code, again.status_code) == (204, 204)
    assert [works(town, token) for token in both] == [False, False]


def test_a_token_does_not_outlive_the_one_that_made_it(town):
    with town.program(ADMIN) as program:
        short = program.post("/api/tokens", json={**FOR_OSTFOLD, "days": 2}).json()
        bearer = {"authorization": f"Bearer {short['token']}"}
        made = program.post("/api/tokens", json={**FOR_OSTFOLD, "days": 366}, headers=bearer)

    assert made.json()["expires_at"] == short["expires_at"]


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param({"role": "admin"}, id="admin"),
        pytest.param({"role": "coordinator", "regions": ["troms"]}, id="another region"),
        pytest.param({"role": "coordinator", "regions": ["ostfold", "troms"]}, id="one too many"),
    ],
)
def test_nobody_gives_away_more_than_they_have(town, wish):
    with town.program(OSTFOLD) as program:
        answer = program.post("/api/tokens", json=wish)

    assert answer.status_code == 422
    assert "no more than you may do yourself" in answer.text


def test_a_partner_elsewhere_is_as_good_as_unknown(town, troms_partner):
    with town.program(OSTFOLD) as program:
        answer = program.post("/api/tokens", json={"role": "partner", "partner_id": troms_partner})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param({"role": "coordinator"}, id="a coordinator of nothing"),
        pytest.param({"role": "partner"}, id="nobody's partner"),
        pytest.param({"role": "admin", "regions": ["ostfold"]}, id="an admin of one region"),
        pytest.param({**FOR_OSTFOLD, "days": 0}, id="no days"),
        pytest.param({**FOR_OSTFOLD, "days": 367}, id="too many days"),
        pytest.param({"role": "owner"}, id="an unknown role"),
        pytest.param({"role": "coordinator", "regions": ["atlantis"]}, id="an unknown region"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(town, wish):
    with town.program(ADMIN) as program:
        assert program.post("/api/tokens", json=wish).status_code == 422


def test_tokens_of_others_are_neither_listed_nor_revoked(town, troms_partner):
    theirs = {"role": "partner", "partner_id": troms_partner}
    with town.program(ADMIN) as admin, town.program(OSTFOLD) as ostfold:
        token = admin.post("/api/tokens", json=theirs).json()
        listed = ostfold.get("/api/tokens").json()["items"]
        revoked = ostfold.delete(f"/api/tokens/{token['id']}")

    assert token["id"] not in [one["id"] for one in listed]
    assert {one["role"] for one in listed} <= {"coordinator", "partner"}
    assert revoked.status_code == 404
    assert works(town, token["token"])


def test_tokens_end_with_the_coordinator_who_made_them(town):
    with town.program(ADMIN) as admin:
        person = {"name": "Odd Berg", "email": "odd@fylket.example"}
        added = admin.post("/api/regions/ostfold/coordinators", json=person).json()
        with town.signed_in(person["email"]) as browser:
            token = browser.post("/api/tokens", json=FOR_OSTFOLD).json()["token"]
        before = works(town, token)
        admin.delete(f"/api/regions/ostfold/coordinators/{added['id']}")

    assert before
    assert not works(town, token)


def test_the_answer_kept_for_repeats_holds_no_token(town):
    key = {"idempotency-key": "a token, please"}
    with town.program(ADMIN) as admin:
        first = admin.post("/api/tokens", json=FOR_OSTFOLD, headers=key).json()
        repeat = admin.post("/api/tokens", json=FOR_OSTFOLD, headers=key).json()

    kept = town.rows("SELECT convert_from(answer, 'UTF8') FROM registry.idempotency_keys")
    assert repeat == {**first, "token": None}
    assert first["token"] not in str(kept)
