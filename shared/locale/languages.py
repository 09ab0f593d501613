"""The languages people read, and which of them somebody prefers."""

from typing import Literal, get_args

Language = Literal["nb", "nn", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "nb"

#: What browsers and programs also call our three.
ALIASES: dict[str, Language] = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}

LONGEST_PREFERENCE = 500


def language_named(tag: str) -> Language | None:
    """The language of a tag such as `nb`, `no-NO` or `en-GB`."""
    return ALIASES.get(tag.strip().replace("_", "-").partition("-")[0].lower())


def language_or_default(tag: str | None) -> Language:
    return language_named(tag or "") or DEFAULT_LANGUAGE


def preferred_language(accept_language: str) -> Language | None:
    """The best of an Accept-Language header that we have words in."""
    ranked = [_weighed(part) for part in accept_language[:LONGEST_PREFERENCE].split(",")]
    wanted = sorted((entry for entry in ranked if entry[0] > 0), key=lambda entry: -entry[0])
    return next((found for _, tag in wanted if (found := language_named(tag))), None)


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    if not weight.strip():
        return 1.0, tag
    try:
        return float(weight.strip().removeprefix("q=")), tag
    except ValueError:
        return 0.0, tag
