"""When letters may be read: Norwegian working days, quiet hours, the pauses people take."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import holidays

from shared.locale.formats import TIME_ZONE

JULY, DECEMBER = 7, 12
SATURDAY, THURSDAY = 5, 3
CHRISTMAS_EVE = 24
MAUNDY_THURSDAY = "Maundy Thursday"
OFFICE_OPENS, OFFICE_CLOSES = time(8), time(16)
#: Between these nobody is written to, where a region keeps quiet hours.
DAY_BEGINS, DAY_ENDS = time(7), time(20)
A_DAY = timedelta(days=1)


@cache
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("NO", years=[year], language="en_US"))


def oslo(moment: datetime) -> datetime:
    return moment.astimezone(TIME_ZONE)


def is_working_day(day: date, *, pauses_in_july: bool = False) -> bool:
    """Neither a weekend nor a holiday, and neither in Easter week nor between Christmas Eve and
    New Year, when hardly anybody reads."""
    if day.weekday() >= SATURDAY or day in _holidays(day.year):
        return False
    if day.month == DECEMBER and day.day >= CHRISTMAS_EVE:
        return False
    thursday = day + (THURSDAY - day.weekday()) * A_DAY
    if _holidays(thursday.year).get(thursday) == MAUNDY_THURSDAY:
        return False
    return not (pauses_in_july and day.month == JULY)


def working_day_from(day: date, *, pauses_in_july: bool = False) -> date:
    """This day, or the first working day after it."""
    while not is_working_day(day, pauses_in_july=pauses_in_july):
        day += A_DAY
    return day


def is_office_hours(moment: datetime, *, pauses_in_july: bool = False) -> bool:
    local = oslo(moment)
    working = is_working_day(local.date(), pauses_in_july=pauses_in_july)
    return working and OFFICE_OPENS <= local.time() < OFFICE_CLOSES


def may_leave_from(moment: datetime, *, keeps_quiet_hours: bool, pauses_in_july: bool) -> datetime:
    """The moment itself, or when letters may leave again, in UTC."""
    local = oslo(moment)
    day = local.date()
    if keeps_quiet_hours:
        if local.time() >= DAY_ENDS:
            day += A_DAY
        day = working_day_from(day, pauses_in_july=pauses_in_july)
    elif pauses_in_july and day.month == JULY:
        day = date(day.year, JULY + 1, 1)
    begins = datetime.combine(day, DAY_BEGINS, TIME_ZONE)
    is_early = keeps_quiet_hours and local < begins
    return (begins if day != local.date() or is_early else local).astimezone(UTC)


def due_at(sent_at: datetime, *, days: int, pauses_in_july: bool = False) -> datetime:
    """When the office opens, so many days later or on the working day after that; never within a
    day."""
    day = oslo(sent_at).date() + max(days, 1) * A_DAY
    while True:
        day = working_day_from(day, pauses_in_july=pauses_in_july)
        due = datetime.combine(day, OFFICE_OPENS, TIME_ZONE)
        if due.astimezone(UTC) - sent_at >= A_DAY:
            return due.astimezone(UTC)
        day += A_DAY
