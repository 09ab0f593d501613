"""Nobody becomes more, or moves what is theirs elsewhere, by fields that were not asked for."""

import pytest

from tests.connected.registry_harness import LISTING, a_partner
from tests.security.cast import COORDINATOR, OURS, Cast
from tests.security.town import link_in

MORE = [
    {"role": "admin"},
    {"is_admin": True},
    {"regions": ["troms"]},
    {"region_id": "troms"},
    {"id": "00000000-0000-4000-8000-000000000000"},
    {"partner_id": "00000000-0000-4000-8000-000000000000"},
    {"status": "approved"},
    {"version": 1},
]


@pytest.mark.parametrize("more", MORE, ids=lambda more: next(iter(more)))
@pytest.mark.parametrize(
    ("who", "method", "path", "body"),
    [
        (OURS, "PUT", "/api/partners/{partner_id}", a_partner(name="Egen", orgnr=None)),
        (OURS, "POST", "/api/partners/{partner_id}/listings", LISTING),
        (COORDINATOR, "POST", "/api/partners", a_partner(name="Ny", orgnr=None)),
        (COORDINATOR, "POST", "/api/regions/{slug}/coordinators", {"name": "X", "email": "x@y.no"}),
        (COORDINATOR, "POST", "/api/suggestions/{suggestion_id}/approve", {}),
    ],
    ids=["a partner", "a listing", "a new partner", "a coordinator", "an approval"],
)
def test_a_field_that_is_not_asked_for_is_refused(cast: Cast, who, method, path, body, more):
    with cast.program(who) as client:
        answer = client.request(method, path.format(**cast.things), json={**body, **more})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "There is no such field."


def test_a_partner_cannot_move_itself_to_another_region(cast: Cast):
    partner = cast.new("partner_id")
    with cast.program(OURS, partner) as client:
        elsewhere = a_partner(name="Flytter", orgnr=None, region="troms")
        answer = client.put(f"/api/partners/{partner}", json=elsewhere)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "region"


def test_forms_take_no_role(town, kari):
    with town.browser() as browser:
        letter = town.asked(browser, kari, role="admin", regions="troms", holders="x")
        browser.post(link_in(letter), data={"role": "admin"})

        assert browser.get("/api/suggestions").status_code == 403
        assert browser.get("/api/admins").status_code == 403
