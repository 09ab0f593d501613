"""How many rare letter groups two texts share: sees names, numbers, compounds and typing errors.

Groups of four letters find "overskuddsvarme" in "varme" and "laderne" in "lader", where whole
words do not. Only texts of one written language family can share words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

GROUP = 4
BUCKETS = 1 << 16
_FAMILIES = {"nb": "norwegian", "nn": "norwegian", "no": "norwegian"}
_NO_LETTERS = re.compile(r"[\W_]+")

Groups = tuple[NDArray[np.int64], NDArray[np.float64]]  #: buckets, log-damped counts


def family(language: str) -> str:
    """Bokmål and nynorsk share their words."""
    return _FAMILIES.get(language, language)


@dataclass(frozen=True, slots=True, eq=False)
class LetterTable:
    """The letter groups of many texts, made ready to be compared with any other."""

    rarity: NDArray[np.float32]
    starts: NDArray[np.int64]  #: where the groups of each text that has some begin
    places: NDArray[np.int64]  #: of those texts
    buckets: NDArray[np.int64]
    weights: NDArray[np.float64]  #: of length 1 over each text
    count: int

    @classmethod
    def of(cls, texts: Sequence[str], *, rarity: NDArray[np.float32]) -> Self:
        groups = [_groups(text) for text in texts]
        sizes = np.array([len(buckets) for buckets, _ in groups], np.int64)
        buckets = np.concatenate([np.empty(0, np.int64), *(found for found, _ in groups)])
        counts = np.concatenate([np.empty(0), *(found for _, found in groups)])
        rows = np.repeat(np.arange(len(texts)), sizes)
        weights = counts * rarity[buckets]
        lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(texts)))
        places = np.flatnonzero(sizes)
        return cls(
            rarity=rarity,
            starts=(np.cumsum(sizes) - sizes)[places],
            places=places,
            buckets=buckets,
            weights=weights / np.maximum(lengths[rows], 1e-12),
            count=len(texts),
        )

    def resemblances(self, text: str) -> NDArray[np.float64]:
        """Cosine 0..1 of the letter groups of a text and each of these."""
        found = np.zeros(self.count)
        buckets, counts = _groups(text)
        weights = counts * self.rarity[buckets]
        length = np.sqrt((weights**2).sum())
        if length > 0 and len(self.starts):
            mine = np.zeros(BUCKETS)
            mine[buckets] = weights / length
            found[self.places] = np.add.reduceat(self.weights * mine[self.buckets], self.starts)
        return found


def rarities(texts: Sequence[str]) -> NDArray[np.float32]:
    """How rare each bucket of letter groups is among the texts: the log of one in so many."""
    found_in = np.zeros(BUCKETS)
    for text in texts:
        found_in[_groups(text)[0]] += 1
    return np.log((len(texts) + 1) / (found_in + 0.5)).astype(np.float32)


@lru_cache(maxsize=20_000)
def _groups(text: str) -> Groups:
    letters = f" {_NO_LETTERS.sub(' ', text.lower()).strip()} "
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    if len(codes) < GROUP:
        return np.empty(0, np.int64), np.empty(0)
    mixed = np.zeros(len(codes) - GROUP + 1, np.uint64)
    for place in range(GROUP):
        mixed = mixed * np.uint64(0x01000193) + codes[place : place + len(mixed)]
    # The upper bits of the product are the well mixed ones.
    hashed = (mixed * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)
    buckets, counts = np.unique(hashed.astype(np.int64), return_counts=True)
    return buckets, 1 + np.log(counts)
