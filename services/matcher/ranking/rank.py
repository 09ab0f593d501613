"""Rank all candidates for one subject: the one way in, for the service and for evaluation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from services.matcher.ranking.distance import distance_km
from services.matcher.ranking.items import Item
from services.matcher.ranking.meaning import meanings
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import Pair, pair
from services.matcher.ranking.reach import reach_km
from services.matcher.ranking.score import Score, Signals, Weights, score
from services.matcher.ranking.words import resemblances, share_words

#: A little above what two picked at random are worth: of all pairs of the development set 1.3 %
#: fit. Short texts score low however well they fit, and a small network should not stay empty.
AT_LEAST = 0.02
AT_MOST = 5  #: proposals for one subject


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """A pair, what was seen of it, and what it is worth."""

    pair: Pair
    candidate: Item
    signals: Signals
    score: Score


def rank(
    subject: Item, candidates: Iterable[Item], *, means: Means, weights: Weights
) -> list[Ranked]:
    """All candidates that make a pair with the subject, best first.

    Left out: the subject's own partner, kinds that do not go together, and items whose vector
    is not there yet. Some 10 ms for 600 candidates.
    """
    found = [(pair(subject, candidate), candidate) for candidate in candidates]
    pairs = [(two, candidate) for two, candidate in found if two]
    seen = signals(subject, pairs, means=means)
    ranked = [
        Ranked(pair=two, candidate=candidate, signals=one, score=score(one, weights))
        for (two, candidate), one in zip(pairs, seen, strict=True)
        if one
    ]
    return sorted(ranked, key=lambda one: (-one.score.value, str(one.candidate.id)))


def signals(
    subject: Item, pairs: Sequence[tuple[Pair, Item]], *, means: Means
) -> list[Signals | None]:
    """What is seen of each pair, in order; None where a vector is missing."""
    if not pairs:
        return []
    alike = meanings([two for two, _ in pairs], means)
    shared = resemblances(subject.text, [candidate.text for _, candidate in pairs])
    return [
        None if np.isnan(meaning) else _signals(subject, candidate, meaning, words)
        for (_, candidate), meaning, words in zip(pairs, alike, shared, strict=True)
    ]


def _signals(subject: Item, candidate: Item, meaning: float, words: float) -> Signals:
    return Signals(
        meaning=float(meaning),
        words=float(words) if share_words(subject.language, candidate.language) else 0.0,
        distance_km=distance_km(subject, candidate),
        reach_km=reach_km(subject.text, candidate.text),
    )


def choose(
    ranked: Sequence[Ranked], *, at_least: float = AT_LEAST, at_most: int = AT_MOST
) -> list[Ranked]:
    """The first few worth a coordinator's look; none is a good answer too."""
    return [one for one in ranked if one.score.value >= at_least][:at_most]
