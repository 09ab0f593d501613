"""Teaches only the upper layers: what the lower ones make of a text is worked out once and kept."""

from collections.abc import Sequence
from typing import Any

PIECE = 24  #: texts of like length that go through the network together
HIDDEN = -1e9  #: added to the attention that padding would get


class UpperLayers:
    """Of a sentence-transformers model; it changes with what is taught here."""

    def __init__(self, model: Any, *, taught: int, longest: int) -> None:
        network = model[0].auto_model
        self._tokenizer = model.tokenizer
        self._embeddings = network.embeddings
        layers = list(network.encoder.layer)
        self._lower, self.upper = layers[: len(layers) - taught], layers[len(layers) - taught :]
        self._longest = longest
        self._kept: dict[str, Any] = {}
        for part in (self._embeddings, *self._lower):
            part.requires_grad_(requires_grad=False)
            part.eval()
        for layer in self.upper:
            layer.train()

    def vectors(self, texts: Sequence[str]) -> Any:
        """Normalised, in order, and remembering how they came about."""
        import torch

        self._keep([text for text in dict.fromkeys(texts) if text not in self._kept])
        order = sorted(range(len(texts)), key=lambda place: len(self._kept[texts[place]]))
        pieces = [order[start : start + PIECE] for start in range(0, len(order), PIECE)]
        found = [self._raised([self._kept[texts[place]] for place in piece]) for piece in pieces]
        vectors = torch.cat(found)
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.nn.functional.normalize(vectors[back])

    def _raised(self, states: Sequence[Any]) -> Any:
        import torch

        together = torch.nn.utils.rnn.pad_sequence(
            [one.float() for one in states], batch_first=True
        )
        lengths = torch.tensor([len(one) for one in states])
        there = torch.arange(together.shape[1])[None, :] < lengths[:, None]
        for layer in self.upper:
            together = _through(layer, together, there)
        weight = there.unsqueeze(-1).float()
        return (together * weight).sum(dim=1) / weight.sum(dim=1)

    def _keep(self, texts: Sequence[str]) -> None:
        import torch

        by_length = sorted(texts, key=len)
        for start in range(0, len(by_length), PIECE):
            some = by_length[start : start + PIECE]
            tokens = self._tokenizer(
                some,
                padding=True,
                truncation=True,
                max_length=self._longest,
                return_tensors="pt",
            )
            there = tokens["attention_mask"].bool()
            with torch.no_grad():
                states = self._embeddings(input_ids=tokens["input_ids"])
                for layer in self._lower:
                    states = _through(layer, states, there)
            for text, state, mask in zip(some, states, there, strict=True):
                self._kept[text] = state[mask].half().clone()


def _through(layer: Any, states: Any, there: Any) -> Any:
    mask = (~there)[:, None, None, :].float() * HIDDEN
    made = layer(states, attention_mask=mask)
    return made[0] if isinstance(made, tuple) else made
