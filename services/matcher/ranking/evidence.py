"""Which sentences of two texts fit together best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.matcher.ranking.items import Vector

AT_MOST = 3
AT_LEAST = 0.1  #: cosine of centred vectors; below it two sentences share nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePair:
    """What the seeker and the provider say about the same thing; similarity -1..1."""

    seeker: str
    provider: str
    similarity: float


def best_pairs(
    seeker: Sequence[str],
    provider: Sequence[str],
    *,
    seeker_vectors: Vector,
    provider_vectors: Vector,
    at_most: int = AT_MOST,
    at_least: float = AT_LEAST,
) -> list[SentencePair]:
    """Most alike first, each sentence once; the first pair is given however weak it is.

    Vectors are centred and normalised, one row a sentence.
    """
    if not seeker or not provider:
        return []
    alike = seeker_vectors @ provider_vectors.T
    found: list[SentencePair] = []
    while len(found) < min(at_most, len(seeker), len(provider)):
        row, column = divmod(int(np.argmax(alike)), len(provider))
        similarity = float(alike[row, column])
        if found and similarity < at_least:
            break
        found.append(
            SentencePair(
                seeker=seeker[row], provider=provider[column], similarity=round(similarity, 4)
            )
        )
        alike[row, :] = alike[:, column] = -np.inf
    return found
