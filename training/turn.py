"""Turns the vectors of an exported model: one more layer, taught on vectors alone.

    python -m training.turn MODEL OUT

MODEL and OUT are folders as `training.export` writes them. Teaching the layers of a network takes
hours on two cores; this takes a minute, and is learnt from the networks that `[turn]` in the
recipe names.
"""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.evaluation.items import encode_set
from deploy.evaluation.sets import read_set
from services.matcher.embedding.onnx_folder import OnnxFolder
from services.matcher.ranking.items import Side
from training.loss import graded_loss
from training.recipe import Recipe, read_recipe

OWN = -1  #: grade of what is one's own: masked
LOWEST = 1e-12


@dataclass(frozen=True, slots=True)
class Seen:
    """Vectors of a network's needs and answers, and what each answer is to each need."""

    needs: Any
    answers: Any
    grades: Any


async def seen_by(model: OnnxFolder, folders: Sequence[Path]) -> list[Seen]:
    import numpy as np
    import torch

    found = []
    for folder in folders:
        judged = read_set(folder)
        items = await encode_set(judged, model)
        answers = [
            (its[Side.ANSWERING] + its.get(Side.ANSWERING_WITH_PARTNER, its[Side.ANSWERING])) / 2
            for its in (offer.vectors for offer in items.offers.values())
        ]
        grades = [
            [
                OWN
                if need.partner_id == offer.partner_id
                else judged.grades.get(need.id, {}).get(offer.id, 0)
                for offer in judged.offers.values()
            ]
            for need in judged.needs.values()
        ]
        needs = [item.vectors[Side.ASKING] for item in items.needs.values()]
        asked, answered = (torch.from_numpy(np.stack(one)) for one in (needs, answers))
        found.append(Seen(asked, answered, torch.tensor(grades)))
    return found


def learn(networks: Sequence[Seen], recipe: Recipe) -> Any:
    """The matrix that vectors are multiplied by; near to one that changes nothing."""
    import torch

    torch.manual_seed(recipe.seed)
    turn = recipe.turn
    width = networks[0].needs.shape[1]
    change = torch.zeros(width, width, requires_grad=True)
    optimiser = torch.optim.Adam([change], lr=turn.learning_rate)
    for _ in range(turn.steps):
        losses = [
            graded_loss(
                _turned(_shaken(one.needs, turn.noise), change),
                _turned(_shaken(one.answers, turn.noise), change),
                one.grades,
                recipe.loss,
            )
            for one in networks
        ]
        loss = sum(losses) / len(losses) + turn.weight_decay * change.pow(2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return torch.eye(width) + change.detach()


def _shaken(vectors: Any, noise: float) -> Any:
    import torch

    return vectors + noise * torch.randn_like(vectors)


def _turned(vectors: Any, change: Any) -> Any:
    import torch

    return torch.nn.functional.normalize(vectors + vectors @ change)


def write_turned(model: Path, matrix: Any, out: Path) -> None:
    import onnx
    from onnx import helper, numpy_helper

    network = onnx.load(str(model / "model.onnx"))
    graph, name = network.graph, f"turn{len(network.graph.node)}"
    (vectors,) = graph.output
    for node in graph.node:
        node.output[:] = [f"{name}/whole" if one == vectors.name else one for one in node.output]
        node.input[:] = [f"{name}/whole" if one == vectors.name else one for one in node.input]
    graph.initializer.extend(
        [
            numpy_helper.from_array(matrix.numpy(), f"{name}/matrix"),
            numpy_helper.from_array(matrix.new_tensor(LOWEST).numpy(), f"{name}/lowest"),
        ]
    )
    graph.node.extend(
        [
            helper.make_node("MatMul", [f"{name}/whole", f"{name}/matrix"], [f"{name}/turned"]),
            helper.make_node("ReduceL2", [f"{name}/turned"], [f"{name}/length"], axes=[1]),
            helper.make_node("Max", [f"{name}/length", f"{name}/lowest"], [f"{name}/divisor"]),
            helper.make_node("Div", [f"{name}/turned", f"{name}/divisor"], [vectors.name]),
        ]
    )
    onnx.checker.check_model(network)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(network, str(out / "model.onnx"))
    if out != model:
        shutil.copy(model / "tokenizer.json", out / "tokenizer.json")


async def turn(model: Path, out: Path, recipe: Recipe) -> None:
    encoder = OnnxFolder(model)
    await encoder.open()
    folders = [recipe.data.networks / name for name in recipe.turn.networks]
    write_turned(model, learn(await seen_by(encoder, folders), recipe), out)


if __name__ == "__main__":
    asyncio.run(turn(Path(sys.argv[1]), Path(sys.argv[2]), read_recipe()))
