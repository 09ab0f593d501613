"""The many ways a place is written, brought to one."""

import re
import unicodedata
from collections.abc import Iterator

BARE_LETTERS = str.maketrans({"ø": "o", "æ": "e", "đ": "d", "ŋ": "n", "ŧ": "t", "ı": "i"})
TYPED_WITHOUT_THEM = (("aa", "a"), ("ae", "e"), ("oe", "o"))
OFFICE = re.compile(
    r"\s+(kommune|kommunes|herad|municipality|suohkan|gielda|gjielda|tjïelte|tjielte)$"
)
BRACKETS = re.compile(r"^(?P<outside>[^()]*)\((?P<inside>[^()]*)\)?(?P<after>.*)$")
PARTS = re.compile(r"\s+(?:[-–—]|i)\s+|\s*[/,;–—]\s*")
POSTCODE = re.compile(r"^(?:no?-?)?\d{4}\s+(?=\D)")


def exact(name: str) -> str:
    """The same name whatever its case, spacing and way of composing accents."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def folded(name: str) -> str:
    """The same name also when typed without æøå and accents: `Alesund`, `Aalesund`."""
    letters = unicodedata.normalize("NFKD", exact(name).translate(BARE_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for typed, meant in TYPED_WITHOUT_THEM:
        plain = plain.replace(typed, meant)
    return plain


def readings(text: str) -> Iterator[str]:
    """What the text may mean, the likeliest first."""
    whole = POSTCODE.sub("", exact(text))
    yield from _without_office(whole)
    bracketed = BRACKETS.match(whole)
    if bracketed:
        # The town stands outside, the part of it inside: «Fredrikstad (Øra)».
        for part in (bracketed["outside"], bracketed["inside"], bracketed["after"]):
            yield from _parts(part.strip())
    else:
        yield from _parts(whole)


def _parts(text: str) -> Iterator[str]:
    yield from _without_office(text)
    for part in PARTS.split(text):
        yield from _without_office(POSTCODE.sub("", part.strip()))


def _without_office(text: str) -> Iterator[str]:
    if text:
        yield text
        yield OFFICE.sub("", text)
