"""Finds the evidence for a pair: the sentences without which it would be less likely.

Each sentence is taken away, and what is left is scored again. What lowers the score most carried
it; it is not guessed from likeness.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from services.matcher.embedding.encoder import Role, Vectors
from services.matcher.ranking.fitted.model import Fitted
from services.matcher.ranking.items import Item, Side, Vector
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import Pair
from services.matcher.ranking.rank import asker, see
from services.matcher.ranking.sentences import first_sentences
from services.matcher.ranking.statements import ROLES

AT_MOST = 3
SPEAKS = 0.25  #: of what the loudest sentence is worth; one that is worth less carries nothing

Encode = Callable[[Item, Sequence[str], Role], Awaitable[Vectors]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePair:
    """What carries the pair on either side; `worth` is what the two add to the log-odds."""

    seeker: str
    provider: str
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the pair loses in log-odds without this sentence."""

    sentence: str
    lost: float


async def explain(
    pair: Pair, *, encode: Encode, means: Means, fitted: Fitted
) -> list[SentencePair]:
    """At most three pairs of sentences, the one that carries most first.

    `encode` may remember what it has encoded before.
    """
    sought = await worths(pair, pair.seeker, encode=encode, means=means, fitted=fitted)
    given = await worths(pair, pair.provider, encode=encode, means=means, fitted=fitted)
    return [
        SentencePair(
            seeker=one.sentence, provider=other.sentence, worth=round(one.lost + other.lost, 4)
        )
        for one, other in zip(_loudest(sought), _loudest(given), strict=False)
    ]


async def worths(
    pair: Pair, item: Item, *, encode: Encode, means: Means, fitted: Fitted
) -> list[Worth]:
    """Of each sentence of one of the two, in order; a text of one sentence is all there is."""
    said = first_sentences(item.text)
    if len(said) < 2:
        return [Worth(sentence=one, lost=1.0) for one in said]
    shorter = await _without_each(pair, item, said, encode)
    pairs = [pair, *(_with(pair, item, one) for one in shorter)]
    seen = see(pairs, means=means, background=fitted.background)
    whole, *rest = fitted.weights.odds(seen)
    return [
        Worth(sentence=sentence, lost=float(whole - odds))
        for sentence, odds in zip(said, rest, strict=True)
    ]


def _loudest(found: Sequence[Worth]) -> list[Worth]:
    """The first is given however little it is worth."""
    ordered = sorted(found, key=lambda one: -one.lost)[:AT_MOST]
    return [one for one in ordered if one is ordered[0] or one.lost > SPEAKS * ordered[0].lost > 0]


async def _without_each(pair: Pair, item: Item, said: Sequence[str], encode: Encode) -> list[Item]:
    side = Side.ASKING if item is asker(pair) or pair.kind == "together" else Side.ANSWERING
    texts = ["\n".join([*said[:place], *said[place + 1 :]]) for place in range(len(said))]
    vectors = {side: await encode(item, texts, ROLES[side])}
    if side is Side.ANSWERING and item.about.strip():
        both = [f"{text} {item.about.strip()}" for text in texts]
        side_too = Side.ANSWERING_WITH_PARTNER
        vectors[side_too] = await encode(item, both, ROLES[side_too])
    spoken = item.sentence_vectors.get(side)
    if spoken is None or len(spoken) != len(said):
        spoken = await encode(item, said, ROLES[side])
    return [
        replace(
            item,
            text=text,
            vectors={its: _row(its_vectors, place) for its, its_vectors in vectors.items()},
            sentence_vectors={side: np.delete(spoken, place, axis=0)},
        )
        for place, text in enumerate(texts)
    ]


def _row(vectors: Vectors, place: int) -> Vector:
    row: Vector = vectors[place]
    return row


def _with(pair: Pair, item: Item, other: Item) -> Pair:
    """The pair with one of its two replaced."""
    if item is pair.seeker:
        return replace(pair, seeker=other)
    return replace(pair, provider=other)
