"""How many rare letter groups two texts share: sees names, numbers, compounds and typing errors.

Groups of four letters find "overskuddsvarme" in "varme" and "laderne" in "lader", where whole
words do not. Only texts of one written language family can share words.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

GROUP = 4
BUCKETS = 1 << 16
_FAMILIES = {"nb": "norwegian", "nn": "norwegian", "no": "norwegian"}
_NO_LETTERS = re.compile(r"[\W_]+")

Groups = tuple[NDArray[np.int64], NDArray[np.float64]]  #: buckets, log-damped counts


def share_words(language: str, other: str) -> bool:
    return _FAMILIES.get(language, language) == _FAMILIES.get(other, other)


def resemblances(
    text: str, others: Sequence[str], *, rarity: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Cosine 0..1 of the texts' letter groups, each weighed by its rarity (see `rarities`)."""
    texts = [_groups(text), *map(_groups, others)]
    rows = np.repeat(np.arange(len(texts)), [len(buckets) for buckets, _ in texts])
    buckets = np.concatenate([buckets for buckets, _ in texts])
    weights = np.concatenate([counts for _, counts in texts]) * rarity[buckets]
    lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(texts)))
    mine = np.zeros(BUCKETS)
    mine[buckets[rows == 0]] = weights[rows == 0]
    products = np.bincount(rows, weights=weights * mine[buckets], minlength=len(texts))
    scale = lengths * lengths[0]
    cosines: NDArray[np.float64] = np.divide(
        products, scale, out=np.zeros(len(texts)), where=scale > 0
    )
    return cosines[1:]


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
