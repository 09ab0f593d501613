"""Which introductions stand still, and whose turn it is."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.matcher.domain.following import Answered, Followed, Member, stalled_first

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
DAIRY = Member(id=uuid4(), name="Steinvåg Meieri", kind="business")
NURSERY = Member(id=uuid4(), name="Lauvdal Gartneri", kind="business")


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def an_introduction(**given):
    known = {"id": uuid4(), "region": "ostfold", "state": "sent", "title": "Varme"}
    return Followed(**{**known, "seeker": NURSERY, "provider": DAIRY, **given})


def a_yes(member: Member, *, days: int) -> Answered:
    return Answered(partner_id=member.id, answer="yes", at=days_ago(days))


@pytest.mark.parametrize(
    ("given", "days"),
    [
        pytest.param({"sent_at": days_ago(9)}, 0, id="sent nine days ago is patient"),
        pytest.param({"sent_at": days_ago(12)}, 12, id="twelve days without an answer"),
        pytest.param(
            {"sent_at": days_ago(30), "reminded_at": days_ago(2)}, 0, id="reminded lately"
        ),
        pytest.param(
            {"state": "one_answered", "sent_at": days_ago(30), "answers": [a_yes(DAIRY, days=16)]},
            16,
            id="counted from the answer",
        ),
        pytest.param(
            {"state": "both_yes", "sent_at": days_ago(40), "answers": [a_yes(DAIRY, days=20)]},
            0,
            id="three weeks to meet",
        ),
        pytest.param({"state": "working", "sent_at": days_ago(400)}, 0, id="done is done"),
        pytest.param({"state": "sent"}, 0, id="nobody knows when it was sent"),
    ],
)
def test_what_stands_still(given, days):
    assert an_introduction(**given).days_still(NOW) == days


def test_both_have_said_yes_when_the_second_has():
    first, second = a_yes(DAIRY, days=5), a_yes(NURSERY, days=3)
    no = Answered(partner_id=NURSERY.id, answer="not_now", at=days_ago(3))

    assert an_introduction(answers=[second, first]).both_yes_at == second.at
    assert an_introduction(answers=[first]).both_yes_at is None
    assert an_introduction(answers=[first, no]).both_yes_at is None


def test_who_has_not_answered_is_silent():
    assert an_introduction(answers=[a_yes(DAIRY, days=5)]).silent == [NURSERY]


def test_what_stands_still_longest_comes_first_then_the_newest():
    fresh, older = an_introduction(sent_at=days_ago(1)), an_introduction(sent_at=days_ago(3))
    still, stiller = an_introduction(sent_at=days_ago(11)), an_introduction(sent_at=days_ago(20))

    assert stalled_first([older, still, fresh, stiller], NOW) == [stiller, still, fresh, older]
