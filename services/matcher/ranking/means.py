"""The mean vector of each language and side, taken away before vectors are compared.

Multilingual models sort texts by language and by kind first; without the mean they sort by
what the texts are about. A network's own texts count as much as there are of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from services.matcher.ranking.items import Side, Vector

ENOUGH_TEXTS = 20  #: so many texts of a network weigh as much as the shipped mean

MeanKey = tuple[str, Side]


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean vector of `count` texts."""

    vector: Vector
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """What to take from a vector, for one model; nothing where too little is known."""

    by_key: Mapping[MeanKey, Vector] = field(default_factory=dict)

    def of(self, language: str, side: Side) -> Vector | float:
        return self.by_key.get((language, side), 0.0)

    @classmethod
    def blend(
        cls, *, shipped: Mapping[MeanKey, Vector], network: Mapping[MeanKey, Mean]
    ) -> "Means":
        """Shipped means moved towards the network's; alone, those need enough texts."""
        blended = dict(shipped)
        for key, own in network.items():
            if key in shipped:
                weight = own.count / (own.count + ENOUGH_TEXTS)
                blended[key] = weight * own.vector + (1 - weight) * shipped[key]
            elif own.count >= ENOUGH_TEXTS:
                blended[key] = own.vector
        return cls(blended)


def centred(vectors: Vector, means: Vector) -> Vector:
    """Rows minus their means, normalised again; a row that is its mean becomes nought."""
    moved = vectors - means
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    found: Vector = np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 1e-6)
    return found
