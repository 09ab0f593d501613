"""What belongs to others is not in one's lists, and asking for it by its id tells nothing."""

from uuid import uuid4

import pytest

from tests.security.cast import AFAR, BESIDE, COORDINATOR, OURS, STRANGE, Cast


def seen(cast: Cast, who: str, path: str) -> str:
    with cast.program(who) as client:
        answer = client.get(path, params={"limit": 100} if "tokens" not in path else {})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/api/partners", "partner_id"),
        ("/api/listings", "listing_id"),
        ("/api/introductions", "introduction_id"),
    ],
)
def test_a_list_holds_what_one_may_see_and_nothing_else(cast: Cast, path, thing):
    mine = cast.things[thing]

    assert [mine in seen(cast, who, path) for who in (OURS, COORDINATOR)] == [True, True]
    assert [mine in seen(cast, who, path) for who in (BESIDE, AFAR, STRANGE)] == [False] * 3


@pytest.mark.parametrize(
    ("path", "thing"), [("/api/suggestions", "suggestion_id"), ("/api/tokens", "token_id")]
)
def test_a_coordinators_list_ends_at_the_border(cast: Cast, path, thing):
    assert cast.things[thing] in seen(cast, COORDINATOR, path)
    assert cast.things[thing] not in seen(cast, STRANGE, path)


@pytest.mark.parametrize(
    "path",
    [
        "/api/partners/{partner_id}",
        "/api/listings/{listing_id}",
        "/api/suggestions/{suggestion_id}",
        "/api/introductions/{introduction_id}",
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_what_is_there_and_not_ones_own_answers_like_what_is_not_there(cast: Cast, path, method):
    nothing = dict.fromkeys(cast.things, str(uuid4()))
    with cast.program(STRANGE) as client:
        there = client.request(method, path.format(**cast.things), json={})
        nowhere = client.request(method, path.format(**nothing), json={})

    assert there.status_code == nowhere.status_code
    assert {**there.json(), "instance": ""} == {**nowhere.json(), "instance": ""}


def test_a_partner_learns_no_address_of_the_other_before_both_have_said_yes(cast: Cast):
    text = seen(cast, OURS, "/api/introductions")

    assert "matrise-motpart@partner.example" not in text
