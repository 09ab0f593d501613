"""The time a report is about, as whole months in Norway."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.locale.formats import TIME_ZONE

MONTHS = 12
LAST_TWELVE = "last-12"

Month = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`code` is a year, or `last-12`; from `first` to `last`, both months counted."""

    code: str
    first: Month
    last: Month

    @property
    def months(self) -> list[Month]:
        return list(_between(self.first, self.last))

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.first <= month_of(moment) <= self.last


def month_of(moment: datetime) -> Month:
    there = moment.astimezone(TIME_ZONE)
    return there.year, there.month


def period_of(code: str, today: date) -> Period:
    """The period of that code; this year so far for any other text."""
    this_month = (today.year, today.month)
    if code == LAST_TWELVE:
        begins = date(today.year - 1, today.month, 1) + timedelta(days=31)
        return Period(code=code, first=(begins.year, begins.month), last=this_month)
    year = int(code) if code in choices(today) else today.year
    last = this_month if year == today.year else (year, MONTHS)
    return Period(code=str(year), first=(year, 1), last=last)


def choices(today: date) -> list[str]:
    """Codes of the periods one may choose from, the usual one first."""
    return [str(today.year), str(today.year - 1), str(today.year - 2), LAST_TWELVE]


def _between(first: Month, last: Month) -> Iterator[Month]:
    year, month = first
    while (year, month) <= last:
        yield year, month
        year, month = (year + 1, 1) if month == MONTHS else (year, month + 1)
