"""Which concepts of the field a text names, in whatever of the three languages.

`glossary.txt` lists them: spillvarme, overskotsvarme and waste heat are one concept.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

FILE = files("shared.glossary") / "glossary.txt"
SEED = 3  #: letters by which terms are looked up
WHOLE_WORD = 4  #: a term of so few letters is a whole word: "hall" is one, "hallo" another
_NO_LETTERS = re.compile(r"[^\w+]+|_")


@dataclass(frozen=True, slots=True, order=True)
class Concept:
    name: str
    kind: str  #: what class of things it is; see reach.py of the matcher


@dataclass(frozen=True, slots=True)
class _Term:
    text: str  #: with a space at its end where the word must end
    concept: Concept
    inside: bool  #: may stand within a compound


@lru_cache(maxsize=20_000)
def concepts(text: str) -> frozenset[Concept]:
    """All that are named, however often."""
    plain = _plain(text)
    return frozenset(
        term.concept
        for place, begins in _places(plain)
        for term in _terms().get(plain[place : place + SEED], ())
        if (begins or term.inside) and plain.startswith(term.text, place)
    )


def named(text: str) -> dict[Concept, str]:
    """Every concept with the word that names it first, as it is written."""
    plain = _plain(text)
    found: dict[Concept, str] = {}
    for place, begins in _places(plain):
        for term in _terms().get(plain[place : place + SEED], ()):
            if (begins or term.inside) and plain.startswith(term.text, place):
                start = plain.rfind(" ", 0, place) + 1
                end = plain.index(" ", place + len(term.text.rstrip()))
                found.setdefault(term.concept, _as_written(plain[start:end], text))
    return found


def _as_written(words: str, text: str) -> str:
    pattern = r"[\W_]+".join(map(re.escape, words.split()))
    match = re.search(rf"(?<!\w){pattern}", text, re.IGNORECASE)
    return " ".join(match.group().split()) if match else words


def _places(plain: str) -> Iterator[tuple[int, bool]]:
    """Every letter, and whether a word begins there."""
    before = " "
    for place, letter in enumerate(plain):
        if letter != " ":
            yield place, before == " "
        before = letter


@cache
def _terms() -> Mapping[str, tuple[_Term, ...]]:
    found: dict[str, list[_Term]] = defaultdict(list)
    for concept, terms in glossary().items():
        for written in terms:
            term = _term(concept, written)
            found[term.text[:SEED]].append(term)
    return {seed: tuple(terms) for seed, terms in found.items()}


def _term(concept: Concept, written: str) -> _Term:
    text = _plain(written).rstrip()
    whole = written.endswith("=") or len(text) <= WHOLE_WORD
    return _Term(
        text=f"{text} " if whole else text,
        concept=concept,
        inside=written.startswith("~") and not whole,
    )


def _plain(text: str) -> str:
    return _NO_LETTERS.sub(" ", text.lower()).strip() + " "


@cache
def glossary() -> Mapping[Concept, tuple[str, ...]]:
    found = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, name, terms = (cell.strip() for cell in line.split("|"))
            found[Concept(name, kind)] = tuple(term.strip() for term in terms.split(","))
    return found
