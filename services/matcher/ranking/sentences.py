"""Parts a Norwegian or English text into sentences."""

import re
from functools import lru_cache

MOST = 12  #: sentences of a text that are looked at one by one; long ones say early what they want

_NEVER_LAST = (
    "ca bl.a f.eks dvs evt inkl ekskl jf kl nr ifm mht f.o.m t.o.m "
    "e.g i.e approx incl dr prof mr mrs ms"
)
_SOMETIMES_LAST = (
    "mv m.m m.fl osv o.l etc el st stk kr mill mrd maks min tlf pga ltd inc "
    "jan feb mars apr jun jul aug sep sept okt nov des dec oct"
)


def _ends_with(abbreviations: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, abbreviations.split()))
    return re.compile(rf"(?:^|[\s(«\"'])(?:{words})\.$", re.IGNORECASE)


_ENDS_NEVER = _ends_with(_NEVER_LAST)
_ENDS_SOMETIMES = _ends_with(_SOMETIMES_LAST)
_ENDS_WITH_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪]|\d{1,2}[.)])\s+")
_BREAK = re.compile(r"(?<=[.!?…])[»”\"')\]]*\s+(?=[«“\"'(\[]?[\w–-])")
_STARTS_SMALL = re.compile(r"^[«“\"'(\[]?[a-zæøå0-9]")


def sentences(text: str) -> list[str]:
    """In order, without bullets; abbreviations, decimals and dates do not end a sentence."""
    found: list[str] = []
    for line in re.split(r"[\r\n]+|\s[•▪]\s", text):
        pieces = _pieces(" ".join(_BULLET.sub("", line).split()))
        found += [piece for piece in _joined(pieces) if re.search(r"\w", piece)]
    return found


@lru_cache(maxsize=20_000)
def first_sentences(text: str) -> tuple[str, ...]:
    return tuple(sentences(text)[:MOST])


def _pieces(line: str) -> list[str]:
    ends = [end.end() for end in _BREAK.finditer(line)]
    return [
        line[start:end].strip() for start, end in zip([0, *ends], [*ends, len(line)], strict=True)
    ]


def _joined(pieces: list[str]) -> list[str]:
    """Put together again what a full stop parted but did not end."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _goes_on(joined[-1], piece):
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    return joined


def _goes_on(before: str, after: str) -> bool:
    if _ENDS_NEVER.search(before):
        return True
    may_go_on = _ENDS_SOMETIMES.search(before) or _ENDS_WITH_ORDINAL.search(before)
    return bool(may_go_on and _STARTS_SMALL.match(after))
