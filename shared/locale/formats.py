"""Dates, times, numbers and distances as each language writes them."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from shared.locale.languages import Language

TIME_ZONE = ZoneInfo("Europe/Oslo")

LOCALES: dict[Language, str] = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
CLOCKS: dict[Language, str] = {"nb": "%H.%M", "nn": "%H.%M", "en": "%H:%M"}
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
#: From here on a decimal says more than we know.
WHOLE_KILOMETRES = 10


def long_date(value: dt.date | dt.datetime, language: Language) -> str:
    """`23. november 2026`, `23 November 2026`; a moment is shown as the day it is in Norway."""
    day = value.astimezone(TIME_ZONE).date() if isinstance(value, dt.datetime) else value
    return format_date(day, "long", locale=LOCALES[language])


def weekday_date(value: dt.date | dt.datetime, language: Language) -> str:
    """`tirsdag 1. desember`, `Tuesday 1 December`."""
    day = value.astimezone(TIME_ZONE).date() if isinstance(value, dt.datetime) else value
    pattern = "EEEE d MMMM" if language == "en" else "EEEE d. MMMM"
    return format_date(day, pattern, locale=LOCALES[language])


def clock_time(value: dt.datetime, language: Language) -> str:
    """`14.32`, in English `14:32`; the time in Norway."""
    return value.astimezone(TIME_ZONE).strftime(CLOCKS[language])


def short_month(month: tuple[int, int], language: Language) -> str:
    """Of a year and a month: `nov.`, `Nov`."""
    return format_date(dt.date(*month, 1), "LLL", locale=LOCALES[language])


def number(value: float, language: Language) -> str:
    """At most one decimal: `9 000`, `2,1`; in English `9,000`, `2.1`."""
    return format_decimal(value, format="#,##0.#", locale=LOCALES[language])


def percent(value: float, language: Language) -> str:
    """A part of one as `64 %`, in English `64%`."""
    space = "" if language == "en" else NO_BREAK_SPACE
    return number(round(value * 100), language) + space + "%"


def distance(kilometres: float, language: Language) -> str:
    """`2,1 km`; from ten kilometres without decimals."""
    return kilometre_number(kilometres, language) + NO_BREAK_SPACE + "km"


def kilometre_number(kilometres: float, language: Language) -> str:
    whole = kilometres >= WHOLE_KILOMETRES
    return number(round(kilometres) if whole else kilometres, language)


def listed(things: Sequence[str], language: Language) -> str:
    """`a, b og c`; in English `a, b and c`."""
    return format_list(things, locale=LOCALES[language]) if things else ""
