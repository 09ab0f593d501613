"""Search by words and by what they mean: a text is found by its own words, by parts of its
compounds, and by other names of the same thing in any of the three languages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Generic, TypeVar

from shared.glossary.concepts import Concept, concepts, glossary

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
MOST_WORDS = 8
SHORTEST_PART = 4  #: letters that may be a part of a compound
SHORTEST_SPELLED = 5  #: letters from which on a word may be misspelt
LENGTH_OFF = 2
SPELLED_ALIKE = 0.8
OWN_WORD, PART_OF_WORD, SAME_THING = 3.0, 2.0, 1.5
#: They say nothing about what is sought.
SAYING_NOTHING = "i og på til for av med en ei et ein eit som vi de the a an of to and in with"
EMPTY = frozenset(SAYING_NOTHING.split())

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One word that was asked for, and what it names."""

    word: str
    named: frozenset[Concept]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Item]):
    """`searched` is its text in small letters; `matches` says of each word asked for whether
    the stemmed words of the text hold it."""

    item: Item
    searched: str
    matches: Sequence[bool]


def words_of(query: str) -> list[str]:
    words = [word for word in WORD.findall(query.lower()) if word not in EMPTY]
    return list(dict.fromkeys(words))[:MOST_WORDS]


def asked_for(words: Sequence[str]) -> list[Asked]:
    """What several words name together, like "waste heat", each of them stands for."""
    single = [concepts(word) for word in words]
    together = concepts(" ".join(words)).difference(*single)
    return [
        Asked(word=word, named=named | together) for word, named in zip(words, single, strict=True)
    ]


def ranked(found: Iterable[Found[Item]], asked: Sequence[Asked]) -> list[Item]:
    """Those that hold all that was asked for, the best first; else those that hold half of it."""
    scored = [(_scores(one, asked), one.item) for one in found]
    held = [(scores, item) for scores, item in scored if all(scores)]
    if not held:
        half = max(1, len(asked) // 2)
        held = [(scores, item) for scores, item in scored if _count(scores) > half] or [
            (scores, item) for scores, item in scored if _count(scores) >= half
        ]
    held.sort(key=lambda pair: -sum(pair[0]))  # stable: the newest first among equals
    return [item for _, item in held]


def respelled(words: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The words as they are spelt in these texts or in the field, where none holds one of them."""

    def is_unknown(word: str) -> bool:
        is_long = len(word) >= SHORTEST_SPELLED
        return is_long and not concepts(word) and not any(word in text for text in texts)

    if not any(map(is_unknown, words)):
        return list(words)
    known = _spelt(texts)
    return [(_nearest(word, known) or word) if is_unknown(word) else word for word in words]


def _count(scores: Sequence[float]) -> int:
    return sum(score > 0 for score in scores)


def _scores(found: Found[Item], asked: Sequence[Asked]) -> list[float]:
    named = concepts(found.searched) if any(one.named for one in asked) else frozenset()
    return [
        _score(one, found.searched, named, is_held=is_held)
        for one, is_held in zip(asked, found.matches, strict=True)
    ]


def _score(one: Asked, text: str, named: frozenset[Concept], *, is_held: bool) -> float:
    if is_held:
        return OWN_WORD
    if len(one.word) >= SHORTEST_PART and one.word in text:
        return PART_OF_WORD
    return SAME_THING if one.named & named else 0.0


def _nearest(word: str, known: Iterable[str]) -> str | None:
    alike = [
        one for one in known if abs(len(one) - len(word)) <= LENGTH_OFF and one[:1] == word[:1]
    ]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=SPELLED_ALIKE)), None)


def _spelt(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in WORD.findall(text)} | _terms()


@cache
def _terms() -> frozenset[str]:
    terms = (term.strip("~=") for written in glossary().values() for term in written)
    return frozenset(term for term in terms if " " not in term)
