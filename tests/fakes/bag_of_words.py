"""A real encoder, only a crude one: texts that share words lie near each other."""

import asyncio
import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from services.matcher.embedding.encoder import Role, Vectors

DIMENSIONS = 64


class BagOfWords:
    def __init__(self, model: str = "bag-of-words") -> None:
        self.model = model
        self.dimensions = DIMENSIONS
        self.encoded: list[str] = []

    async def open(self) -> None:
        return

    async def close(self) -> None:
        return

    async def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:  # noqa: ARG002
        await asyncio.sleep(0)
        self.encoded += texts
        return np.stack([_vector(text) for text in texts])


def _vector(text: str) -> Vectors:
    counts = np.full(DIMENSIONS, 0.01, np.float32)
    for word in re.findall(r"\w{4,}", text.lower()):
        counts[crc32(word[:6].encode()) % DIMENSIONS] += 1
    normalised: Vectors = counts / np.linalg.norm(counts)
    return normalised
