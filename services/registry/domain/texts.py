"""Text as people send it: stripped, of bearable size, and without what no reader can see."""

import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

LAYOUT = "\n\t"
NEVER_SHOWN = {"Cc", "Cs", "Zl", "Zp"}  #: control characters, half surrogates, separators
TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _one_line(text: Any) -> Any:
    return text if not isinstance(text, str) else _readable(text.strip(), allowed="")


def _prose(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    return _readable(text.replace("\r\n", "\n").replace("\r", "\n").strip(), allowed=LAYOUT)


def _readable(text: str, *, allowed: str) -> str:
    for position, character in enumerate(text, start=1):
        if character not in allowed and not _is_shown(character):
            code = f"U+{ord(character):04X}"
            raise ValueError(f"Remove the character {code} at position {position}.")
    return text


def _is_shown(character: str) -> bool:
    return character not in TURNS_TEXT_AROUND and (
        character.isalnum() or unicodedata.category(character) not in NEVER_SHOWN
    )


ONE_LINE = BeforeValidator(_one_line)
PROSE = BeforeValidator(_prose)

Name = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
ShortLine = Annotated[str, StringConstraints(max_length=200), ONE_LINE]
LongText = Annotated[str, StringConstraints(max_length=10_000), PROSE]
ListingText = Annotated[str, StringConstraints(min_length=1, max_length=10_000), PROSE]
CapabilityText = Annotated[str, StringConstraints(min_length=1, max_length=300), PROSE]
