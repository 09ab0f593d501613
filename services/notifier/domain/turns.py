"""When an introduction has its turn: not more at once than people have time for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from services.notifier.domain.address_book import Region
from services.notifier.domain.working_calendar import oslo, working_day_from

Wait = Literal["month", "open"]
A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one partner has: when its introductions of the last month began, and how many are
    open."""

    began: Sequence[datetime]
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Why an introduction waits, and the day it may begin, where that can be told."""

    waits_for: Wait
    expected_on: date | None


def turn_of(loads: Sequence[Load], *, region: Region) -> Turn | None:
    """None when it may begin now. `loads` are those of its partners."""
    if (most := region.open_introductions) is not None and any(load.open >= most for load in loads):
        return Turn(waits_for="open", expected_on=None)
    if (most := region.introductions_a_month) is None:
        return None
    full = [sorted(load.began)[-most] for load in loads if len(load.began) >= most]
    if not full:
        return None
    free = oslo(max(full) + A_MONTH).date()
    expected = working_day_from(free, pauses_in_july=region.pauses_in_july)
    return Turn(waits_for="month", expected_on=expected)
