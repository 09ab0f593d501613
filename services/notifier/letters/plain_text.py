"""Make what people typed safe to stand in one line, and cut it where a reader would."""

import re
import unicodedata

ELLIPSIS = "…"
#: Joins emoji; every other invisible formatting character could turn a line around.
ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
LONGEST_FIRST_NAME = 40

SENTENCE_END = re.compile(r"[.!?…](?=\s)")


def one_line(text: str | None) -> str:
    """Without control characters, half surrogates and direction marks; spaces collapsed."""
    # NFC first: it may be that only a composed letter is in the reader's fonts.
    visible = unicodedata.normalize("NFC", text or "")
    if not visible.isprintable():
        visible = "".join(map(_visible, visible))
    return " ".join(visible.split())


def _visible(character: str) -> str:
    if character == ZERO_WIDTH_JOINER:
        return character
    category = unicodedata.category(character)
    if category in {"Cs", "Cf"}:
        return ""
    return " " if category in {"Cc", "Zl", "Zp", "Zs"} else character


def paragraphs(text: str) -> list[str]:
    lines = (one_line(part) for part in re.split(r"\r?\n\s*\r?\n", text))
    return [line for line in lines if line]


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there is a gap."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at = head.rfind(" ")
    return head[: at if at > limit // 2 else None].rstrip(" ,;:–-") + ELLIPSIS


def trimmed(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a whole sentence where one fits."""
    if len(text) <= limit:
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text[: limit - 1])]
    return f"{text[: ends[-1]]} {ELLIPSIS}" if ends else shortened(text, limit)


def first_name(name: str | None) -> str:
    """What to greet somebody by: `Åse` of `Åse Lindvåg` and of `Lindvåg, Åse`."""
    surname, comma, given = one_line(name).partition(",")
    words = (given if comma and given.strip() and " " not in surname else surname).split()
    return shortened(words[0], LONGEST_FIRST_NAME) if words else ""
