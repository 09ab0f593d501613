"""The words, dates and numbers people read, in bokmål, nynorsk and English."""

from shared.locale.languages import DEFAULT_LANGUAGE, LANGUAGES, Language, language_or_default
from shared.locale.words import Words, WordUnknown, words

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Language",
    "WordUnknown",
    "Words",
    "language_or_default",
    "words",
]
