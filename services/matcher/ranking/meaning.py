"""How alike two texts are in meaning: cosine of their vectors, each minus its mean."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.items import Item, Side, Vector
from services.matcher.ranking.means import Means, centred
from services.matcher.ranking.pairing import Pair

Row = tuple[Item, Side]
_ANSWERS = (Side.ANSWERING, Side.ANSWERING_WITH_PARTNER)


def meanings(pairs: Sequence[Pair], means: Means) -> NDArray[np.float64]:
    """One number in -1..1 a pair; NaN where a vector is missing."""
    compared = [(place, *two) for place, pair in enumerate(pairs) for two in _comparisons(pair)]
    if not compared:
        return np.full(len(pairs), np.nan)
    places = [place for place, _, _ in compared]
    left = _centred([row for _, row, _ in compared], means)
    right = _centred([row for _, _, row in compared], means)
    cosines = np.einsum("ij,ij->i", left, right)
    counts = np.bincount(places, minlength=len(pairs))
    sums = np.bincount(places, weights=cosines, minlength=len(pairs))
    found: NDArray[np.float64] = np.divide(
        sums, counts, out=np.full(len(pairs), np.nan), where=counts > 0
    )
    return found


def _comparisons(pair: Pair) -> list[tuple[Row, Row]]:
    """The asking vector of one against every answering vector of the other.

    An idea that meets a need answers it. Two that both only ask are compared as they ask.
    """
    one, other = pair.seeker, pair.provider
    if pair.kind == "develop" and other.kind == "need":
        one, other = other, one
    if Side.ASKING not in one.vectors:
        return []
    sides = [Side.ASKING] if pair.kind == "together" else list(_ANSWERS)
    return [((one, Side.ASKING), (other, side)) for side in sides if side in other.vectors]


def _centred(rows: Sequence[Row], means: Means) -> Vector:
    vectors = np.stack([item.vectors[side] for item, side in rows]).astype(np.float32)
    taken = np.zeros_like(vectors)
    for place, (item, side) in enumerate(rows):
        taken[place] = means.of(item.language, side)
    return centred(vectors, taken)
