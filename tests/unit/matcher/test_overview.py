"""The county's numbers, counted by hand."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.matcher.domain.following import Answered, Followed, Member, Reported
from services.matcher.domain.overview import Decided, Written, overview
from services.matcher.domain.periods import period_of

TODAY = date(2026, 11, 27)
A, B, C = (Member(id=uuid4(), name=name, kind="business") for name in ("A", "B", "C"))


def on(month: int, day: int = 10, *, year: int = 2026, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def an_introduction(seeker=A, provider=B, **given):
    known = {"id": uuid4(), "region": "ostfold", "state": "sent", "title": "Varme"}
    return Followed(**{**known, "seeker": seeker, "provider": provider, **given})


def a_yes(member, at):
    return Answered(partner_id=member.id, answer="yes", at=at)


def of_2026(**given):
    known = {"written": [], "decided": [], "introductions": []}
    return overview(period_of("2026", TODAY), **{**known, **given})


@pytest.mark.parametrize(
    ("code", "first", "last", "months"),
    [
        pytest.param("2026", (2026, 1), (2026, 11), 11, id="this year so far"),
        pytest.param("2025", (2025, 1), (2025, 12), 12, id="a whole year"),
        pytest.param("last-12", (2025, 12), (2026, 11), 12, id="the last twelve months"),
        pytest.param("9999999", (2026, 1), (2026, 11), 11, id="nonsense is this year"),
    ],
)
def test_a_period_is_whole_months(code, first, last, months):
    period = period_of(code, TODAY)

    assert (period.first, period.last, len(period.months)) == (first, last, months)


def test_a_month_ends_when_it_does_in_norway():
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # half past midnight in Oslo
    found = of_2026(decided=[Decided(at=late, reason=None)])

    assert found.series["decided"][9:] == [0, 1]


def test_last_year_is_not_counted_into_this_one():
    before = Decided(at=on(12, year=2025), reason="too_far")
    found = of_2026(decided=[before, Decided(at=on(3), reason=None)])

    assert (found.approved, found.decided, found.reasons) == (1, 1, [])


def test_what_is_open_is_counted_today():
    listings = [
        Written(kind="need", at=on(3, year=2024), is_open=True),
        Written(kind="offer", at=on(2), is_open=False),
    ]
    found = of_2026(written=listings)

    assert dict(found.open_listings) == {"need": 1}
    assert sum(found.series["listings"]) == 1


def test_an_answer_within_a_week_is_prompt():
    sent = on(3, 2)
    prompt = an_introduction(sent_at=sent, answers=[a_yes(A, on(3, 9))])
    late = an_introduction(sent_at=sent, answers=[a_yes(A, on(3, 10))])
    found = of_2026(introductions=[prompt, late])

    assert (found.sent, found.answered_promptly) == (2, 1)


def test_tonnes_are_summed_as_they_were_reported():
    contract = Reported(result="contract", co2e_tonnes=96.0, certainty="confirmed", at=on(5))
    guess = Reported(result="working", co2e_tonnes=210.0, certainty="estimated", at=on(6))
    found = of_2026(
        introductions=[
            an_introduction(state="working", outcome=contract),
            an_introduction(A, C, state="working", outcome=guess),
        ]
    )

    assert (found.tonnes, found.tonnes_confirmed) == (306.0, 96.0)
    assert (found.working, found.contracts) == (2, 1)
    assert [cut.tonnes for cut in found.cuts] == [210.0, 96.0]
    assert found.tonnes_by_month[4:6] == [96.0, 210.0]


def test_two_partners_are_linked_once_by_the_best_that_came_of_it():
    found = of_2026(
        introductions=[
            an_introduction(A, B, sent_at=on(1)),
            an_introduction(B, A, state="working", sent_at=on(2)),
            an_introduction(A, C, state="nothing", sent_at=on(2)),
        ]
    )

    (link,) = found.links
    assert ({link.one, link.other}, link.state) == ({A, B}, "working")
