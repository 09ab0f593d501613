"""Between a region's settings and the fields of their form, where everything is text."""

from collections.abc import Mapping

from services.registry.domain.regions import Region, RegionSettings

#: Every field, with the code of what to write there when it is wrong.
CODES = {
    "network_name": "error.settings.name",
    "host": "error.settings.name",
    "coordinator_name": "error.settings.name",
    "sender_address": "error.email.format",
    "reply_to": "error.settings.choice",
    "language": "error.settings.choice",
    "languages": "error.settings.languages",
    "asks_first": "error.settings.choice",
    "proposes_time": "error.settings.choice",
    "introductions_a_month": "error.settings.cap",
    "open_introductions": "error.settings.cap",
    "reminder_days": "error.settings.reminder_days",
    "pauses_in_july": "error.settings.choice",
    "keeps_quiet_hours": "error.settings.choice",
    "threshold": "error.settings.percent_or_none",
    "open_suggestions": "error.settings.cap",
    "bridging": "error.settings.percent",
    "nobody_fits_days": "error.settings.days",
    "nothing_got_months": "error.settings.months",
    "colour": "error.settings.choice",
}
MAY_BE_EMPTY = {
    "coordinator_name",
    "introductions_a_month",
    "open_introductions",
    "threshold",
    "open_suggestions",
    "colour",
}
SWITCHES = {
    "asks_first",
    "proposes_time",
    "pauses_in_july",
    "keeps_quiet_hours",
}
PERCENTAGES = {"threshold", "bridging"}
LISTS = {"languages", "reminder_days"}
LONGEST_VERSION = 9


def typed_from(region: Region) -> dict[str, str]:
    """What stands in the form before anybody types."""
    return {"version": str(region.version)} | {
        name: _shown(name, getattr(region, name)) for name in CODES
    }


def read_settings(typed: Mapping[str, str], region: Region) -> RegionSettings:
    """The region keeps what has no field here. Raises pydantic's ValidationError."""
    written = {field: _meant(field, typed.get(field, "").strip()) for field in CODES}
    kept = {"name": region.name, "crosses_regions": region.crosses_regions}
    return RegionSettings.model_validate({**written, **kept})


def version_in(typed: Mapping[str, str]) -> int:
    """The one that the form was filled in upon; none that there is, when it does not say."""
    version = typed.get("version", "")
    is_number = version.isascii() and version.isdecimal() and len(version) <= LONGEST_VERSION
    return int(version) if is_number else 0


def _shown(field: str, value: object) -> str:
    if value is None or value is False:
        return ""
    if field in PERCENTAGES and isinstance(value, float):
        return f"{value * 100:.6g}"
    if isinstance(value, tuple):
        return (", " if field == "reminder_days" else "\n").join(map(str, value))
    return "yes" if value is True else str(value)


def _meant(field: str, text: str) -> object:
    if not text and field in MAY_BE_EMPTY:
        return None
    if field in SWITCHES:
        return text == "yes"
    if field in PERCENTAGES:
        return _share(text)
    if field in LISTS:
        return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
    return text


def _share(text: str) -> object:
    """40, 40 % and 40,5 as parts of one; anything else stays, to be refused."""
    try:
        return float(text.removesuffix("%").strip().replace(",", ".")) / 100
    except ValueError:
        return text
