"""Remembers vectors from one run to the next: a text is embedded once by each model."""

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from services.matcher.embedding.encoder import Encoder, Role, Vectors

TABLE = """
    CREATE TABLE IF NOT EXISTS vectors (
        model TEXT, role TEXT, text_hash BLOB, vector BLOB, PRIMARY KEY (model, role, text_hash)
    ) WITHOUT ROWID
"""
FIND = "SELECT vector FROM vectors WHERE model = ? AND role = ? AND text_hash = ?"
KEEP = "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?, ?)"
BATCH = 64  #: texts embedded before they are kept, so that a run cut short is not lost


def cache_file() -> Path:
    return user_cache_path("koblingsboks", ensure_exists=True) / "vectors.sqlite"


class RememberingEncoder:
    """An encoder that looks first into a file. What is embedded anew is kept there."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        self._encoder = encoder
        self._file = file
        self._opened = False
        self.model = encoder.model

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    async def open(self) -> None:
        """Nothing yet: the model is loaded when the first unknown text comes."""

    async def close(self) -> None:
        if self._opened:
            await self._encoder.close()

    async def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        keys = [sha256(text.encode("utf-8", "replace")).digest() for text in texts]
        with sqlite3.connect(self._file, timeout=60) as kept:
            kept.execute(TABLE)
            found = {key: vector for key in set(keys) if (vector := self._find(kept, role, key))}
        said = dict(zip(keys, texts, strict=True))
        unknown = [key for key in said if key not in found]
        for start in range(0, len(unknown), BATCH):
            batch = unknown[start : start + BATCH]
            found |= await self._embed(batch, [said[key] for key in batch], role)
        if not keys:
            return await (await self._loaded()).encode([], role=role)
        return np.stack([np.frombuffer(found[key], np.float32) for key in keys])

    def _find(self, kept: sqlite3.Connection, role: Role, key: bytes) -> bytes | None:
        row = kept.execute(FIND, (self.model, role, key)).fetchone()
        return row[0] if row else None

    async def _loaded(self) -> Encoder:
        if not self._opened:
            await self._encoder.open()
            self._opened = True
        return self._encoder

    async def _embed(
        self, keys: Sequence[bytes], texts: Sequence[str], role: Role
    ) -> dict[bytes, bytes]:
        vectors = await (await self._loaded()).encode(texts, role=role)
        made = {
            key: np.asarray(vector, np.float32).tobytes()
            for key, vector in zip(keys, vectors, strict=True)
        }
        with sqlite3.connect(self._file, timeout=60) as kept:
            kept.executemany(
                KEEP, [(self.model, role, key, vector) for key, vector in made.items()]
            )
        return made
