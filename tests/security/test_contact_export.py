"""What is kept about one person: told to that person, and not to a colleague."""

from tests.security.cast import COORDINATOR, OURS, STRANGE, Cast

PATHS = ("/api/contacts/{id}/export", "/api/introductions/contacts/{id}/export")


def exports(cast: Cast, who: str, contact_id: str) -> list:
    with cast.browser(who) as browser:
        return [browser.get(path.format(id=contact_id)) for path in PATHS]


def test_a_contact_gets_what_is_kept_in_each_service(cast):
    own = cast.things["own_contact_id"]

    registry, notifier = (answer.json() for answer in exports(cast, OURS, own))

    assert registry["contact"]["email"] == "matrise-egen@partner.example"
    assert registry["partner"]["id"] == cast.things["partner_id"]
    assert registry["sessions"]
    assert registry["and_at"] == PATHS[1].format(id=own)
    assert notifier["name"] == "Matrise Egen"
    assert notifier["letters"][0]["to"] == "matrise-egen@partner.example"
    assert "Subject: " in notifier["letters"][0]["message"]


def test_a_colleague_and_a_coordinator_elsewhere_learn_nothing(cast):
    colleague = cast.new("contact_id")

    assert exports(cast, OURS, colleague)[0].status_code == 404
    assert [answer.status_code for answer in exports(cast, STRANGE, colleague)] == [404, 404]
    assert exports(cast, COORDINATOR, colleague)[0].is_success
