"""Text as people paste it, from Word above all, made into text that can be shown anywhere."""

import re
import unicodedata

LINE_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Marks for where a word may be parted, and for which way text runs: the browser knows both.
UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
#: Word's bullets: those of its symbol fonts have no meaning outside of them.
BULLET = re.compile(
    r"^[ \t\u00a0]*[\uf0a7\uf0b7\uf0d8\uf0fc•·▪◦‣●○■o\u2023][\t\u00a0]+", re.MULTILINE
)
TRAILING = re.compile(r"[ \t\u00a0]+$", re.MULTILINE)
MANY_EMPTY_LINES = re.compile(r"\n{3,}")
NEVER_SHOWN = {"Cc", "Cs"}


def plain(text: str) -> str:
    """Lines stay lines and bullets become `- `; smart quotes and hard spaces are left."""
    text = UNSEEN.sub("", LINE_BREAKS.sub("\n", text))
    text = BULLET.sub("- ", text)
    text = "".join(sign for sign in text if sign in "\n\t" or _is_shown(sign))
    return MANY_EMPTY_LINES.sub("\n\n", TRAILING.sub("", text)).strip()


def plain_line(text: str) -> str:
    return " ".join(plain(text).split())


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in NEVER_SHOWN
