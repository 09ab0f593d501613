"""The port through which texts become vectors."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Role = Literal["query", "passage"]
Vectors = NDArray[np.float32]  #: (n, dimensions), every row of length 1


class Encoder(Protocol):
    """Cold until opened. Vectors of two models are never compared: keep the name with each."""

    @property
    def model(self) -> str:
        """The name stored with every vector; the same weights have the same name."""
        ...

    @property
    def dimensions(self) -> int: ...

    async def open(self) -> None:
        """Load the model, off the event loop. A second call does nothing."""
        ...

    async def close(self) -> None: ...

    async def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """One vector a text, in order: (n, dimensions), float32, normalised."""
        ...
