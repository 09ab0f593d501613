"""Finds the evidence for a pair: the sentences in which the two say the same."""

from collections.abc import Awaitable, Callable, Sequence

import numpy as np

from services.matcher.embedding.encoder import Role, Vectors
from services.matcher.ranking.evidence import SentencePair, best_pairs
from services.matcher.ranking.items import Item, Side
from services.matcher.ranking.means import Means, centred
from services.matcher.ranking.pairing import Pair
from services.matcher.ranking.sentences import sentences
from services.matcher.ranking.statements import ROLES

SENTENCES = 12  #: of a text; long ones say what they want early

Encode = Callable[[Sequence[str], Role], Awaitable[Vectors]]


async def explain(pair: Pair, *, encode: Encode, means: Means) -> list[SentencePair]:
    """At most three pairs of sentences; `encode` may remember what it has encoded before."""
    both_ask = pair.kind == "together"
    asked = sentences(pair.seeker.text)[:SENTENCES]
    answered = sentences(pair.provider.text)[:SENTENCES]
    answer = Side.ASKING if both_ask else Side.ANSWERING
    return best_pairs(
        asked,
        answered,
        seeker_vectors=await _vectors(pair.seeker, Side.ASKING, asked, encode, means),
        provider_vectors=await _vectors(pair.provider, answer, answered, encode, means),
    )


async def _vectors(
    item: Item, side: Side, said: Sequence[str], encode: Encode, means: Means
) -> Vectors:
    if not said:
        return np.empty((0, 0), np.float32)
    return centred(await encode(said, ROLES[side]), np.asarray(means.of(item.language, side)))
