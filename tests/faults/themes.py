"""An encoder with no doubt: two texts of one theme lie on each other, all others far apart.

So which pairs must be suggested is known beforehand, and embedding costs nothing.
"""

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from services.matcher.embedding.encoder import Role, Vectors

DIMENSIONS = 384
THEME = re.compile(r"\btema[a-z]{8}\b")
#: A text with this word in it gets a vector that is not a number.
BROKEN = "vektorbrudd"


class Themes:
    model = "themes"
    dimensions = DIMENSIONS

    async def open(self) -> None:
        return

    async def close(self) -> None:
        return

    async def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:  # noqa: ARG002
        return np.stack([_vector(text) for text in texts])


def _vector(text: str) -> Vectors:
    if BROKEN in text:
        return np.full(DIMENSIONS, np.nan, np.float32)
    found = THEME.search(text)
    seed = crc32((found[0] if found else text).encode())
    drawn = np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)
    normalised: Vectors = drawn / np.linalg.norm(drawn)
    return normalised
