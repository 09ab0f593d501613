"""A model exported to ONNX: a folder that holds `model.onnx` and `tokenizer.json`.

Runs without torch. `python -m training.export` writes such folders from any e5 model.
"""

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

PREFIX: dict[Role, str] = {"query": "query: ", "passage": "passage: "}
LONGEST = 512  #: pieces the model can take; what comes after is not seen
TOGETHER = 16  #: texts of like length that go through the network at once
THREADS = 2


class OnnxFolder:
    """Short batches in a thread, so that nobody waits long behind a big import."""

    def __init__(self, folder: Path, *, model: str = "") -> None:
        self._folder = folder
        self._model = model
        self._engine: _Engine | None = None
        self._lock = asyncio.Lock()

    @property
    def model(self) -> str:
        """Without a name, a folder is known by its own: new weights need a new folder."""
        return self._model or f"onnx/{self._folder.name}"

    @property
    def dimensions(self) -> int:
        return self._opened().dimensions

    async def open(self) -> None:
        async with self._lock:
            if self._engine is None:
                self._engine = await asyncio.to_thread(_Engine, self._folder)

    async def close(self) -> None:
        async with self._lock:
            self._engine = None

    async def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        prefixed = [PREFIX[role] + encodable(text) for text in texts]
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(prefixed[place]))
        for start in range(0, len(by_length), TOGETHER):
            places = by_length[start : start + TOGETHER]
            vectors[places] = await self._some([prefixed[place] for place in places])
        return vectors

    async def _some(self, texts: Sequence[str]) -> Vectors:
        async with self._lock:
            return await asyncio.to_thread(self._opened().encode, texts)

    def _opened(self) -> "_Engine":
        if self._engine is None:
            raise EncoderNotOpen
        return self._engine


class _Engine:
    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EncoderNotInstalled(
                "ONNX Runtime is not installed: pip install 'koblingsboks[matcher]'."
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        # Threads that spin while they wait take the processor from the database beside us.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both raise bare exceptions of their own
            raise ModelNotLoaded(
                f"No ONNX model could be loaded from {folder}: it must hold model.onnx and "
                f"tokenizer.json, as `python -m training.export` writes them ({error})."
            ) from error
        self._tokenizer.enable_truncation(LONGEST)
        padding = "<pad>"
        self._tokenizer.enable_padding(
            pad_id=self._tokenizer.token_to_id(padding), pad_token=padding
        )
        self.dimensions = int(self.encode([""]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch_fast(list(texts))
        pieces = np.array([one.ids for one in encoded], np.int64)
        mask = np.array([one.attention_mask for one in encoded], np.int64)
        (vectors,) = self._session.run(None, {"pieces": pieces, "mask": mask})
        return np.asarray(vectors, np.float32)
