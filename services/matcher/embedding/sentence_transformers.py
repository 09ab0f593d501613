"""Any sentence-transformers model, by its public name or from a local folder."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from services.matcher.embedding.encoder import Role, Vectors
from services.matcher.embedding.errors import (
    EncoderNotInstalled,
    EncoderNotOpen,
    ModelNotLoaded,
)
from services.matcher.embedding.texts import encodable

DEFAULT_MODEL = "intfloat/multilingual-e5-small"
NO_PREFIX: dict[Role, str] = {"query": "", "passage": ""}
E5_PREFIX: dict[Role, str] = {"query": "query: ", "passage": "passage: "}


class SentenceTransformers:
    """Runs on the best device there is; a folder is known by its own name."""

    def __init__(self, source: str = DEFAULT_MODEL) -> None:
        self._source = source
        self._prefix = prefixes(source)
        self._network: Any = None
        self._lock = asyncio.Lock()

    @property
    def model(self) -> str:
        is_folder = Path(self._source).is_absolute()
        return f"sentence-transformers/{Path(self._source).name if is_folder else self._source}"

    @property
    def dimensions(self) -> int:
        return int(self._opened().get_embedding_dimension())

    async def open(self) -> None:
        async with self._lock:
            if self._network is None:
                self._network = await asyncio.to_thread(_load, self._source)

    async def close(self) -> None:
        async with self._lock:
            self._network = None

    async def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        async with self._lock:
            network = self._opened()
            if not texts:
                return np.empty((0, self.dimensions), np.float32)
            prefixed = [self._prefix[role] + encodable(text) for text in texts]
            return await asyncio.to_thread(_encode, network, prefixed)

    def _opened(self) -> Any:
        if self._network is None:
            raise EncoderNotOpen
        return self._network


def prefixes(source: str) -> dict[Role, str]:
    """The e5 family was taught with a word before each text; other families were not."""
    return E5_PREFIX if "e5" in Path(source).name.lower().split("-") else NO_PREFIX


def _load(source: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderNotInstalled(
            "sentence-transformers is not installed: pip install torch, "
            "then pip install 'koblingsboks[matcher,sentence-transformers]'."
        ) from error
    try:
        return SentenceTransformer(source)
    except (OSError, ValueError) as error:
        raise ModelNotLoaded(
            f"No sentence-transformers model could be loaded from {source!r}: give the name of "
            "one that this machine can fetch, or a folder that holds one."
        ) from error


def _encode(network: Any, texts: Sequence[str]) -> Vectors:
    vectors = network.encode(
        list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
    )
    return np.asarray(vectors, np.float32)
