"""Teaches the model the field.

    python -m training.teach OUT [--base FOLDER] [--without NAME ...] [--hold-out]
                             [--set draw.needs=32 ...]

OUT gets a sentence-transformers model. `--without` keeps networks out ("development" is one),
`--hold-out` a tenth of the examples: what was kept out is what figures may be taken on.
"""

import argparse
import json
import math
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.base import write_base
from training.batches import Batch, Drawing
from training.loss import graded_loss, same_need_loss
from training.recipe import Recipe, read_recipe
from training.rooms import Room
from training.sources import taught_rooms
from training.upper_layers import UpperLayers

REPORT_EVERY = 5


def teach(model: Any, rooms: Sequence[Room], recipe: Recipe) -> None:
    """Changes the upper layers of the model in place; the lower ones stay as they are."""
    import torch

    _seed(recipe.seed)
    drawing = Drawing(rooms, mixture=recipe.mixture, draw=recipe.draw, seed=recipe.seed)
    layers = UpperLayers(model, taught=recipe.steps.layers, longest=recipe.draw.longest)
    taught = [weight for layer in layers.upper for weight in layer.parameters()]
    before = [weight.detach().clone() for weight in taught]
    steps = recipe.steps
    optimiser = torch.optim.AdamW(taught, lr=steps.learning_rate, weight_decay=steps.weight_decay)
    slope = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, recipe))
    started, losses = time.monotonic(), []
    for number, batch in enumerate(drawing.batches(steps.batches), start=1):
        loss = batch_loss(layers, batch, recipe)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(taught, 1.0)
        optimiser.step()
        slope.step()
        losses.append(loss.item())
        if number % REPORT_EVERY == 0:
            spent = time.monotonic() - started
            recent = np.mean(losses[-REPORT_EVERY:])
            print(f"{number:5}/{steps.batches} loss {recent:.3f} {spent:6.0f} s", flush=True)  # noqa: T201
    model.eval()
    _mix(taught, before, share=steps.keep_of_base)


def batch_loss(layers: UpperLayers, batch: Batch, recipe: Recipe) -> Any:
    import torch

    queries = [*batch.needs, *batch.again.values()]
    texts = [f"query: {text}" for text in queries] + [f"passage: {text}" for text in batch.answers]
    vectors = layers.vectors(texts)
    needs, again, answers = vectors.split(
        [len(batch.needs), len(batch.again), len(batch.answers)], dim=0
    )
    loss = graded_loss(needs, answers, torch.from_numpy(batch.grades), recipe.loss)
    if len(batch.again) > 1:
        same = same_need_loss(needs[list(batch.again)], again, recipe.loss)
        loss = loss + recipe.loss.same_need * same
    return loss


def _pace(step: int, recipe: Recipe) -> float:
    """Up in a line, down in half a cosine."""
    warm = max(1, round(recipe.steps.batches * recipe.steps.warm_up))
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, recipe.steps.batches - warm)))


def _mix(taught: Sequence[Any], before: Sequence[Any], *, share: float) -> None:
    import torch

    with torch.no_grad():
        for weight, old in zip(taught, before, strict=True):
            weight.lerp_(old, share)


def _seed(seed: int) -> None:
    import torch

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(2)


def main() -> None:
    parser = argparse.ArgumentParser(description="Teaches the model the field.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--hold-out", action="store_true")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()
    changes = {
        name: json.loads(value) for name, _, value in (s.partition("=") for s in options.set)
    }
    recipe = read_recipe(changes=changes)
    rooms = taught_rooms(recipe.data, without=tuple(options.without), hold_out=options.hold_out)
    with tempfile.TemporaryDirectory() as made:
        base = options.base or Path(made)
        if not options.base:
            write_base(base, recipe)
        from sentence_transformers import SentenceTransformer

        eager = {"attn_implementation": "eager"}  # the fused one is slow with a mask in bfloat16
        model = SentenceTransformer(str(base), device="cpu", model_kwargs=eager)
        print("taught from " + ", ".join(f"{r.name} ({len(r.needs)})" for r in rooms), flush=True)  # noqa: T201
        teach(model, rooms, recipe)
        model.save(str(options.out))


if __name__ == "__main__":
    main()
