"""Words and sentences of the two texts that can be shown for what speaks for or against a pair."""

import re
from collections.abc import Iterable, Mapping

from services.matcher.domain.between import Between, sentences_of
from services.matcher.domain.questions import EMPTY
from services.matcher.ranking.reading.cues import GIVES, HAS, SAYS_NO, SEEKS, TAKES
from services.matcher.ranking.words import family
from shared.glossary.concepts import concepts, named

Facts = Mapping[str, str]

MOST_WORDS = 3
TELLING = 6  #: letters of a word that is worth showing
LONGEST = 200  #: letters of a sentence
_WORD = re.compile(r"[^\W\d_]{2,}")
_WE_SEEK = re.compile(
    r"\b(?:vi|me|we)\s(?:\w+\s)?(?:trenger|treng|søker|søkjer|etterlyser|leter|leitar|mangler|manglar"
    r"|ser\s(?:\w+\s)?etter|need|seek|lack|are\slooking)\b",
    re.IGNORECASE,
)
_WE_OFFER = re.compile(
    r"\b(?:vi|me|we)\s(?:\w+\s)?(?:tilbyr|tilbyd|leverer|leverar|selger|sel|leier\sut|offer|supply"
    r"|deliver|sell|provide)\b",
    re.IGNORECASE,
)


def same_things(between: Between) -> Facts | None:
    """What both name, as the seeker calls it; and the other, where it writes another language."""
    mine, its = named(between.asked), named(between.answered)
    shared = [one for one in mine if one in its]
    if not shared:
        return None
    words = _some(mine[one] for one in shared)
    if family(between.seeker.item.language) != family(between.provider.item.language):
        words = f"{words} ({_some(its[one] for one in shared)})"
    return {"topic": words}


def same_words(between: Between) -> Facts | None:
    """The longest words that both write, but for those of the concepts."""
    known = " ".join(named(between.asked).values()).lower()
    theirs = {word.lower() for word in _WORD.findall(between.answered)}
    shared = {
        word.lower(): word
        for word in _WORD.findall(between.asked)
        if len(word) >= TELLING and word.lower() in theirs - EMPTY and word.lower() not in known
    }
    return {"words": _some(sorted(shared.values(), key=len, reverse=True))} if shared else None


def partner_does_it(between: Between) -> Facts | None:
    about = named(between.provider.partner.description)
    shared = [word for concept, word in about.items() if concept in concepts(between.asked)]
    return {"about": _some(shared)} if shared else None


def goes_both_ways(between: Between) -> Facts | None:
    """One seeks and the other gives, or one has too much and the other takes."""
    gives = GIVES.search(between.answered) or TAKES.search(between.answered)
    wants = SEEKS.search(between.asked) or HAS.search(between.asked)
    return {} if between.kind == "supply" and wants and gives else None


def same_direction(between: Between) -> Facts | None:
    if between.kind == "together" or HAS.search(between.asked):
        return None
    if _WE_SEEK.search(between.asked) and not GIVES.search(between.answered):
        both = _first(between.answered, _WE_SEEK)
        return {"seek": both} if both else None
    if _WE_OFFER.search(between.answered) and not SEEKS.search(between.asked):
        both = _first(between.asked, _WE_OFFER)
        return {"offer": both} if both else None
    return None


def says_no(between: Between) -> Facts | None:
    """The sentence of the provider that says no; of several the one nearest to what is sought."""
    sought = concepts(between.asked)
    words = {word.lower() for word in _WORD.findall(between.asked)} - EMPTY
    found = [one for one in sentences_of(between.answered) if SAYS_NO.search(one)]
    if not found:
        return None

    def nearness(sentence: str) -> int:
        its = {word.lower() for word in _WORD.findall(sentence)}
        return 2 * len(concepts(sentence) & sought) + len(its & words)

    return {"no": _short(max(found, key=nearness)), "by": between.provider.partner.name}


def _first(text: str, pattern: re.Pattern[str]) -> str:
    return next((_short(one) for one in sentences_of(text) if pattern.search(one)), "")


def _some(words: Iterable[str]) -> str:
    once: dict[str, str] = {}
    for word in words:
        once.setdefault(word.lower(), word)
    return ", ".join(list(once.values())[:MOST_WORDS])


def _short(sentence: str) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[:LONGEST].rsplit(" ", 1)[0] + "…"
