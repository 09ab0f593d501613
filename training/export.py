"""From a taught sentence-transformers model to the two files that the service runs.

    python -m training.export TAUGHT OUT

OUT gets `model.onnx` (8 bits: layers per channel, word embeddings per piece) and `tokenizer.json`.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

OPSET = 17
LARGEST = 127  #: of 8 bits with a sign


def export(taught: Path, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoTokenizer, BertModel

    tokenizer = AutoTokenizer.from_pretrained(taught)
    network = BertModel.from_pretrained(
        taught, add_pooling_layer=False, attn_implementation="eager"
    ).eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        _write_plain(_SentenceVector(network), plain)
        quantize_dynamic(
            plain,
            out / "model.onnx",
            per_channel=True,
            reduce_range=False,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )
    _write_tokenizer(tokenizer, out / "tokenizer.json")


def _write_plain(network: Any, path: Path) -> None:
    import torch

    ids = torch.ones(2, 8, dtype=torch.int64)
    torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["pieces", "mask"],
        output_names=["vectors"],
        dynamic_axes={name: {0: "texts", 1: "length"} for name in ("pieces", "mask")}
        | {"vectors": {0: "texts"}},
        opset_version=OPSET,
        dynamo=False,
    )


def _write_tokenizer(tokenizer: Any, path: Path) -> None:
    """Without padding and truncation: the service does both by itself."""
    backend = tokenizer.backend_tokenizer
    backend.no_padding()
    backend.no_truncation()
    path.write_text(json.dumps(json.loads(backend.to_str()), ensure_ascii=False, indent=None))


def _SentenceVector(network: Any) -> Any:  # noqa: N802  a class, made when torch is there
    import torch

    class SentenceVector(torch.nn.Module):  # type: ignore[misc]
        """Normalised mean over the pieces; each piece's embedding in 8 bits with its own scale."""

        def __init__(self) -> None:
            super().__init__()
            words = network.embeddings.word_embeddings.weight.detach()
            scale = words.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / LARGEST
            self.register_buffer("words", (words / scale).round().to(torch.int8))
            self.register_buffer("scale", scale)
            network.embeddings.word_embeddings = torch.nn.Identity()
            self.network = network

        def forward(self, pieces: Any, mask: Any) -> Any:
            embedded = self.words[pieces].float() * self.scale[pieces]
            said = self.network(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
            weight = mask.unsqueeze(-1).float()
            mean = (said * weight).sum(dim=1) / weight.sum(dim=1)
            return torch.nn.functional.normalize(mean)

    return SentenceVector()


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
