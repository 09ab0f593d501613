"""Finds the evidence for a pair: the sentences without which it would be less likely.

Each sentence is taken away, and what is left is scored again. What lowers the score most carried
it; it is not guessed from likeness. Of a long text only the sentences most alike the other text
are tried, for each one costs an embedding.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from services.matcher.embedding.encoder import Role, Vectors
from services.matcher.ranking.fitted.model import Fitted
from services.matcher.ranking.items import Item, Side, Vector
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import Pair
from services.matcher.ranking.rank import answerer, asker
from services.matcher.ranking.score import Numbers
from services.matcher.ranking.sentences import first_sentences
from services.matcher.ranking.signals.catalogue import look
from services.matcher.ranking.signals.scene import Scene
from services.matcher.ranking.statements import ROLES

AT_MOST = 3
MOST_TRIED = 6  #: sentences of a text that are taken away
SPEAKS = 0.25  #: of what the loudest sentence is worth; one that is worth less carries nothing

Encode = Callable[[Item, Sequence[str], Role], Awaitable[Vectors]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePair:
    """What carries the pair on either side; `worth` is what the two add to the log-odds."""

    seeker: str
    provider: str
    worth: float


async def explain(
    pair: Pair, *, encode: Encode, means: Means, fitted: Fitted
) -> list[SentencePair]:
    """At most three pairs of sentences, the one that carries most first.

    `encode` may remember what it has encoded before.
    """
    asks, answers = asker(pair), answerer(pair)
    asked, answered = first_sentences(asks.text), first_sentences(answers.text)
    if not asked or not answered:
        return []
    tried_asked, tried_answered = _most_alike(pair, asks, answers), _most_alike(pair, answers, asks)
    scene = Scene.of(
        [asks, *await _without_each(pair, asks, tried_asked, encode)],
        [answers, *await _without_each(pair, answers, tried_answered, encode)],
        means=means,
        background=fitted.background,
        both_ask=pair.kind == "together",
    )
    odds = fitted.weights.odds(look(scene))
    wanted = _loudest(odds[0, 0] - odds[1:, 0], [asked[place] for place in tried_asked])
    given = _loudest(odds[0, 0] - odds[0, 1:], [answered[place] for place in tried_answered])
    sides = (wanted, given) if asks is pair.seeker else (given, wanted)
    return [
        SentencePair(seeker=one, provider=other, worth=round(lost + more, 4))
        for (one, lost), (other, more) in zip(*sides, strict=False)
    ]


def _loudest(lost: Numbers, said: Sequence[str]) -> list[tuple[str, float]]:
    """The first is given however little it is worth."""
    ordered = sorted(zip(said, map(float, lost), strict=True), key=lambda one: -one[1])
    least = max(0.0, SPEAKS * ordered[0][1])
    return [ordered[0], *(one for one in ordered[1:AT_MOST] if one[1] > least)]


def _most_alike(pair: Pair, item: Item, other: Item) -> list[int]:
    """Places of the sentences to be tried, in order."""
    said = first_sentences(item.text)
    spoken = item.sentence_vectors.get(_side(pair, item))
    if len(said) <= MOST_TRIED or spoken is None or len(spoken) != len(said):
        return list(range(len(said)))
    likeness = spoken @ other.vectors[_side(pair, other)]
    return sorted(map(int, np.argsort(-likeness)[:MOST_TRIED]))


def _side(pair: Pair, item: Item) -> Side:
    return Side.ASKING if item is asker(pair) or pair.kind == "together" else Side.ANSWERING


async def _without_each(
    pair: Pair, item: Item, places: Sequence[int], encode: Encode
) -> list[Item]:
    """A text of one sentence is left as it is: without it there would be nothing to score."""
    said = first_sentences(item.text)
    if len(said) < 2:
        return [item] * len(said)
    side = _side(pair, item)
    texts = ["\n".join([*said[:place], *said[place + 1 :]]) for place in places]
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
            vectors={its: _row(its_vectors, row) for its, its_vectors in vectors.items()},
            sentence_vectors={side: np.delete(spoken, place, axis=0)},
        )
        for row, (place, text) in enumerate(zip(places, texts, strict=True))
    ]


def _row(vectors: Vectors, place: int) -> Vector:
    row: Vector = vectors[place]
    return row
