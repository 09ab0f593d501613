"""The model that the service ships with, read back so that it can be taught more.

python -m training.shipped FOLDER
"""

import sys
from pathlib import Path
from typing import Any

from services.matcher.embedding.choose import SHIPPED
from services.matcher.embedding.wheel_model import write_model

SPECIAL = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "sep_token": "</s>",
}
DIRECT = ("position_embeddings", "token_type_embeddings", "LayerNorm", "bias")


def write_shipped(folder: Path, shipped: Path = SHIPPED) -> None:
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    weights = _weights(shipped / "model.onnx")
    words = weights["embeddings.word_embeddings.weight"]
    layers = 1 + max(int(name.split(".")[2]) for name in weights if ".layer." in name)
    positions, width = weights["embeddings.position_embeddings.weight"].shape
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(shipped / "tokenizer.json"),
        model_max_length=positions,
        **SPECIAL,
    )
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // 32,
        intermediate_size=len(weights["encoder.layer.0.intermediate.dense.bias"]),
        max_position_embeddings=positions,
        pad_token_id=tokenizer.pad_token_id,
    )
    network = BertModel(config, add_pooling_layer=False)
    network.load_state_dict(weights, strict=True)
    write_model(folder, network, tokenizer)


def _weights(path: Path) -> dict[str, Any]:
    """By the names that transformers gives them; whole numbers become what they stand for."""
    import onnx
    import torch
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    kept = {one.name: one for one in graph.initializer}

    def tensor(name: str) -> Any:
        return torch.from_numpy(numpy_helper.to_array(kept[name]).copy())

    found = {
        name.removeprefix("network."): tensor(name)
        for name in kept
        if name.startswith("network.") and any(part in name for part in DIRECT)
    }
    found["embeddings.word_embeddings.weight"] = tensor("words").float() * tensor("scale")
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            whole = node.input[1].removesuffix("_quantized")
            number, zero = tensor(f"{whole}_quantized"), tensor(f"{whole}_zero_point")
            weight = (number.float() - zero.float()) * tensor(f"{whole}_scale")
            found[_name(node.name)] = weight.T.contiguous()
    return found


def _name(node: str) -> str:
    """Of the weight that `/network/encoder/layer.0/attention/self/query/MatMul_quant` applies."""
    parts = node.removeprefix("/network/").split("/")[:-1]
    return ".".join(parts) + ".weight"


if __name__ == "__main__":
    write_shipped(Path(sys.argv[1]))
