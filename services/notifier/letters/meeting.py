"""A time to meet that is only a proposal: a file that whoever likes it adds to their calendar."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from holidays import country_holidays
from icalendar import Calendar, Event

from services.notifier.letters.letter import Network, Pair
from services.notifier.letters.plain_text import one_line, shortened
from shared.locale.formats import TIME_ZONE

LENGTH = timedelta(minutes=20)
STARTS_AT = time(10, tzinfo=TIME_ZONE)
#: Not Monday, when many are catching up, nor Friday, when many have left.
WEEKDAYS = (1, 2, 3)
FEWEST_DAYS = 3
PUBLISH = "PUBLISH"

SUMMARY = {
    "nb": "Bli kjent: {names}",
    "nn": "Bli kjende: {names}",
    "en": "Get to know each other: {names}",
}
ABOUT = {
    "nb": "Et forslag til tid fra {network}. Bli enige om noe annet om det ikke passer.",
    "nn": "Eit framlegg til tid frå {network}. Bli samde om noko anna om det ikkje passar.",
    "en": "A time proposed by {network}. Agree on another one if it does not suit.",
}


def proposed_time(today: date) -> datetime:
    """Ten o'clock on a working day of next week, or of the first one after it that has any."""
    holidays = country_holidays("NO", years=(today.year, today.year + 1))
    monday = today - timedelta(days=today.weekday())
    weeks = (monday + timedelta(weeks=week) for week in range(1, 53))
    days = (week + timedelta(days=day) for week in weeks for day in WEEKDAYS)
    day = next(
        day
        for day in days
        if day not in holidays and not _is_christmas(day) and (day - today).days >= FEWEST_DAYS
    )
    return datetime.combine(day, STARTS_AT)


def proposed_meeting(pair: Pair, network: Network) -> str:
    """The .ics file; both who are introduced get the same event, each in their own language."""
    assert pair.meeting is not None, "only where the region proposes a time"
    start = pair.meeting.astimezone(TIME_ZONE)
    language = pair.own.language
    names = ", ".join(
        sorted(shortened(one_line(party.partner_name), 60) for party in (pair.own, *pair.others))
    )
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{pair.introduction_url} {start}')}")
    event.add("dtstamp", (start - timedelta(days=7)).astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + LENGTH)
    event.add("summary", SUMMARY[language].format(names=names))
    event.add("description", ABOUT[language].format(network=one_line(network.name)))
    event.add("location", "Teams")
    event.add("transp", "TRANSPARENT")
    event.add("status", "TENTATIVE")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Koblingsboks//Koblingsboks//NO")
    calendar.add("method", PUBLISH)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical()).decode()


def _is_christmas(day: date) -> bool:
    """Between Christmas and New Year nobody is asked to meet."""
    return (day.month, day.day) >= (12, 22)
