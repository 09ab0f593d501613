"""Finds the rooms of a recipe: those to teach from and those held out."""

from training.recipe import Data
from training.rooms import Room, example_room, network_room


def all_rooms(data: Data) -> list[Room]:
    """Everything but the untouched networks."""
    return taught_rooms(data, without=())


def taught_rooms(data: Data, *, without: tuple[str, ...], hold_out: bool = False) -> list[Room]:
    """Leaves out networks by name ("development" is one), and a part of the examples."""
    every = data.held_out_every if hold_out else 0
    examples = [example_room(path, every=every) for path in sorted(data.examples.glob("*.jsonl"))]
    folders = [data.development, *sorted(data.networks.glob("*/"))]
    left_out = {*without, *data.untouched}
    networks = [network_room(folder) for folder in folders if folder.name not in left_out]
    return examples + networks


def held_out_examples(data: Data) -> list[Room]:
    return [
        example_room(path, every=data.held_out_every, held_out=True)
        for path in sorted(data.examples.glob("*.jsonl"))
    ]
