"""When letters leave, are reminded of and wait: by Norwegian working days."""

from datetime import UTC, date, datetime

import pytest

from services.notifier.domain.working_calendar import (
    due_at,
    is_office_hours,
    is_working_day,
    may_leave_from,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 11, 27), True, id="a Friday"),
        pytest.param(date(2026, 11, 28), False, id="a Saturday"),
        pytest.param(date(2027, 5, 17), False, id="17 May"),
        pytest.param(date(2027, 3, 22), False, id="Monday of Easter week"),
        pytest.param(date(2027, 3, 24), False, id="Wednesday of Easter week"),
        pytest.param(date(2027, 3, 29), False, id="Easter Monday"),
        pytest.param(date(2027, 3, 30), True, id="the day after Easter"),
        pytest.param(date(2027, 5, 6), False, id="Ascension Day"),
        pytest.param(date(2026, 12, 29), False, id="between Christmas and New Year"),
        pytest.param(date(2026, 7, 15), True, id="July"),
    ],
)
def test_which_days_are_working_days(day: date, expected: bool):
    assert is_working_day(day) is expected


def test_july_is_off_only_where_a_region_pauses():
    assert not is_working_day(date(2026, 7, 15), pauses_in_july=True)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        pytest.param("2026-11-27T10:00", "2026-11-27T10:00", id="in the day"),
        pytest.param("2026-11-27T19:30", "2026-11-30T06:00", id="Friday night"),
        pytest.param("2026-11-26T19:30", "2026-11-27T06:00", id="Thursday night"),
        pytest.param("2026-11-27T04:00", "2026-11-27T06:00", id="before dawn"),
        pytest.param("2026-11-28T10:00", "2026-11-30T06:00", id="Saturday"),
        pytest.param("2027-03-24T10:00", "2027-03-30T05:00", id="Easter, over summer time"),
    ],
)
def test_quiet_hours_end_on_the_morning_of_a_working_day(moment: str, leaves: str):
    found = may_leave_from(at(moment), keeps_quiet_hours=True, pauses_in_july=False)

    assert found == at(leaves)


def test_without_quiet_hours_letters_leave_at_once_but_for_a_pause_in_july():
    night, july = at("2026-11-28T02:00"), at("2026-07-10T10:00")

    assert may_leave_from(night, keeps_quiet_hours=False, pauses_in_july=True) == night
    assert may_leave_from(july, keeps_quiet_hours=False, pauses_in_july=False) == july
    paused = may_leave_from(july, keeps_quiet_hours=False, pauses_in_july=True)
    assert paused == at("2026-08-01T05:00")


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        pytest.param("2026-11-20T09:00", 7, "2026-11-27T07:00", id="a week later"),
        pytest.param("2026-11-21T09:00", 7, "2026-11-30T07:00", id="not on a Saturday"),
        pytest.param("2027-03-17T09:00", 7, "2027-03-30T06:00", id="not in Easter week"),
        pytest.param("2026-11-26T22:30", 0, "2026-11-30T07:00", id="never within a day"),
    ],
)
def test_a_reminder_is_due_when_the_office_opens(sent: str, days: int, due: str):
    assert due_at(at(sent), days=days) == at(due)


def test_a_reminder_rests_in_a_july_pause():
    assert due_at(at("2026-06-26T09:00"), days=7, pauses_in_july=True) == at("2026-08-03T06:00")


def test_office_hours_are_norwegian():
    assert is_office_hours(at("2026-11-27T07:00"))
    assert not is_office_hours(at("2026-11-27T06:59"))
    assert not is_office_hours(at("2026-11-28T10:00"))
