"""When a text says something is to happen: months and years it names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_MONTHS: Mapping[str, tuple[int, ...]] = {
    "januar january jan": (1,),
    "februar february feb": (2,),
    "mars march mar": (3,),
    "april apr": (4,),
    "mai may": (5,),
    "juni june jun": (6,),
    "juli july jul": (7,),
    "august aug": (8,),
    "september sept sep": (9,),
    "oktober october okt oct": (10,),
    "november nov": (11,),
    "desember december des dec": (12,),
    "vinter vinteren vinterhalvåret winter": (12, 1, 2),
    "våren spring vårhalvåret": (3, 4, 5),
    "sommer sommeren sommar sommaren summer": (6, 7, 8),
    "høst høsten haust hausten autumn": (9, 10, 11),
}
_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December", "winter", "spring", "summer", "autumn"),
)
_BY_WORD = {word: months for words, months in _MONTHS.items() for word in words.split()}
_WORD = re.compile(r"[a-zæøå]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])20[2-4]\d(?![\d.,]*\d)")
_NAMED = {word: name for words, name in zip(_MONTHS, _NAMES, strict=True) for word in words.split()}
#: Words that are a month only beside a year or after these.
_ALSO_WORDS = frozenset(
    ("jan", "feb", "mar", "may", "march", "sep", "sept", "oct", "okt", "dec", "des", "nov")
)
_AFTER = frozenset(
    ("in", "by", "from", "until", "til", "frå", "fra", "i", "innen", "before", "during")
)
_MENTION = re.compile(
    rf"(?:(?P<before>\w+)\s+)?\b(?P<word>{'|'.join(_BY_WORD)})\b\.?(?:\s+(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A month or season a text names; `told` is its name in English."""

    name: str
    months: frozenset[int]
    year: int | None
    place: int

    @property
    def told(self) -> str:
        return f"{self.name} {self.year}" if self.year else self.name


@dataclass(frozen=True, slots=True)
class Times:
    months: frozenset[int]
    years: frozenset[int]


@lru_cache(maxsize=20_000)
def times(text: str) -> Times:
    words = (word.group().lower() for word in _WORD.finditer(text))
    months = {month for word in words for month in _BY_WORD.get(word, ())}
    return Times(frozenset(months), frozenset(int(year.group()) for year in _YEAR.finditer(text)))


def mentions(text: str) -> list[Mention]:
    """In order."""
    found = []
    for match in _MENTION.finditer(text):
        word, before = match["word"].lower(), (match["before"] or "").lower()
        if word in _ALSO_WORDS and not match["year"] and before not in _AFTER:
            continue
        year = int(match["year"]) if match["year"] else None
        place = match.start("word")
        found.append(Mention(_NAMED[word], frozenset(_BY_WORD[word]), year, place))
    return found


def says_when(text: str) -> bool:
    named = times(text)
    return bool(named.months or named.years)


def clash(one: Times, other: Times) -> float:
    """1 when both name years or months and have none in common."""
    if one.years and other.years and not one.years & other.years:
        return 1.0
    if one.months and other.months and not one.months & other.months:
        return 1.0
    return 0.0
