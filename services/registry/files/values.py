"""Cells as people fill them in, brought to the values of our records."""

import re
from datetime import date, datetime, timedelta
from typing import Any

LANGUAGES = {
    "nb": "nb no nor norsk bokmål bokmal",
    "nn": "nn nynorsk",
    "en": "en eng engelsk english",
}
KINDS = {
    "business": "business bedrift bedrifter næringsliv selskap firma bank",
    "public": "public offentlig offentleg kommune fylkeskommune kommunal stat statlig iks herad",
    "academia": "academia akademia universitet høgskole høyskole høgskule forskningsinstitutt",
    "ngo": "ngo organisasjon frivillig ideell stiftelse forening",
    "need": "need needs behov etterlyser ønsker trenger treng",
    "offer": "offer offers tilbud tilbod tilbyr",
    "idea": "idea ideas idé ide ideer idéer",
    "capability": "capability capabilities kompetanse",
}
SYNONYMS = {
    "language": {word: code for code, words in LANGUAGES.items() for word in words.split()},
    "kind": {word: code for code, words in KINDS.items() for word in words.split()},
}
LISTING_KINDS = frozenset({"need", "offer", "idea"})

DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(20_000, 80_000)  #: the years 1954 to 2119
BETWEEN_CAPABILITIES = re.compile(r"[;|\n]")


def code_for(field: str, value: Any) -> Any:
    """Our code for what was written; unknown words stay, for the record to refuse."""
    if not isinstance(value, str):
        return value
    words = value.strip().casefold().removeprefix("grønn ").removeprefix("grøn ")
    return SYNONYMS[field].get(words.split(" (")[0], value.strip())


def as_text(value: Any) -> Any:
    """Numbers as a person would write them: 974760673.0 is an organisation number."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (int, float)):
        return str(value)
    return value.date().isoformat() if isinstance(value, datetime) else value


def as_day(value: Any) -> Any:
    """A day in ISO form, from a date cell, a serial number, or 31.12.2026."""
    if isinstance(value, datetime):
        return value.date()
    written = str(as_text(value)).strip() if not isinstance(value, date) else value
    if not isinstance(written, str):
        return written
    if written.isascii() and written.isdecimal() and int(written[:9]) in EXCEL_SERIALS:
        return EXCEL_DAY_ZERO + timedelta(days=int(written))
    day_first = DAY_FIRST.fullmatch(written)
    if day_first:
        day, month, year = day_first.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return written.removesuffix(" 00:00:00")


def as_capabilities(value: Any) -> Any:
    """A list, or one cell with several parted by `;`, `|` or new lines."""
    if isinstance(value, str):
        value = BETWEEN_CAPABILITIES.split(value)
    if not isinstance(value, list):
        return value
    texts = [each.get("text") if isinstance(each, dict) else each for each in value]
    filled = [text for text in texts if not isinstance(text, str) or text.strip()]
    return list({str(text).strip().casefold(): text for text in reversed(filled)}.values())[::-1]


def as_website(value: Any) -> Any:
    if isinstance(value, str) and value.strip().casefold().startswith("www."):
        return f"https://{value.strip()}"
    return value
