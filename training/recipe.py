"""The settings of one teaching, read from a file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECIPE = Path(__file__).with_name("recipe.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    examples: Path
    development: Path
    networks: Path
    untouched: tuple[str, ...]
    held_out_every: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    needs: int
    own_near_miss: float
    own_lure: float
    judged_zero: float
    need_as_answer: float
    grade_1: float
    with_partner: float
    without_title: float
    in_another_language: float
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LossWeights:
    temperature: float
    grade_1: float
    from_answers: float
    same_need: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    batches: int
    layers: int
    learning_rate: float
    warm_up: float
    weight_decay: float
    keep_of_base: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    networks: tuple[str, ...]
    steps: int
    learning_rate: float
    noise: float
    weight_decay: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    seed: int
    pieces: int
    data: Data
    mixture: dict[str, float]
    draw: Draw
    loss: LossWeights
    steps: Steps
    turn: Turn


def read_recipe(path: Path = RECIPE, *, changes: dict[str, Any] | None = None) -> Recipe:
    """`changes` are settings by dotted name, as `draw.needs`, that replace the file's."""
    read = tomllib.loads(path.read_text("utf-8"))
    for name, value in (changes or {}).items():
        section, _, key = name.rpartition(".")
        place = read[section] if section else read
        if key not in place:
            raise KeyError(f"{name} is not in {path}.")
        place[key] = value
    data = read["data"]
    folders = {key: Path(data[key]) for key in ("examples", "development", "networks")}
    return Recipe(
        seed=read["seed"],
        pieces=read["vocabulary"]["pieces"],
        data=Data(**{**data, **folders, "untouched": tuple(data["untouched"])}),
        mixture=read["mixture"],
        draw=Draw(**read["draw"]),
        loss=LossWeights(**read["loss"]),
        steps=Steps(**read["steps"]),
        turn=Turn(**{**read["turn"], "networks": tuple(read["turn"]["networks"])}),
    )
