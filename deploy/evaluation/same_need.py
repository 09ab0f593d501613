"""Whether a need told in bokmål, nynorsk and English is given the same answers.

    python -m deploy.evaluation.same_need [--encoder NAME] NETWORK…

Prints for each network how much of the first five two tellings of one need have in common (mean of
all pairs of tellings, 0 to 1). A network's `translations.jsonl` holds the tellings.
"""

import argparse
import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import mean

from deploy.evaluation.answers import Run
from deploy.evaluation.scorers import matcher
from deploy.evaluation.sets import EvaluationSet, Need, read_set
from deploy.evaluation.vector_cache import RememberingEncoder, cache_file
from services.matcher.embedding.choose import USUAL, choose_encoder
from services.matcher.embedding.encoder import Encoder

FIRST = 5

Tellings = Mapping[str, Sequence[Need]]  #: by the need they tell


async def overlaps(folder: Path, encoder: Encoder) -> dict[str, float]:
    """What the tellings of each need share, by the need."""
    judged = read_set(folder)
    tellings = read_tellings(folder, judged)
    told = {one.id: one for some in tellings.values() for one in some}
    run = await matcher(encoder)(replace(judged, needs=told))
    return {need: _shared(run, some) for need, some in tellings.items()}


def read_tellings(folder: Path, judged: EvaluationSet) -> Tellings:
    lines = (folder / "translations.jsonl").read_text("utf-8").splitlines()
    return {one["id"]: list(_told(judged, one)) for one in map(json.loads, lines)}


def _told(judged: EvaluationSet, one: Mapping[str, dict[str, str] | str]) -> Iterator[Need]:
    need = judged.needs[str(one["id"])]
    for language, telling in one.items():
        if isinstance(telling, dict):
            changes = {"id": f"{need.id} {language}", "language": language, **telling}
            yield need.model_copy(update=changes)


def _shared(run: Run, tellings: Sequence[Need]) -> float:
    firsts = [_first(run[one.id]) for one in tellings]
    return mean(len(one & other) / FIRST for one, other in combinations(firsts, 2))


def _first(scores: Mapping[str, float]) -> set[str]:
    return set(sorted(scores, key=lambda offer: (-scores[offer], offer))[:FIRST])


async def _print(folders: Sequence[Path], encoder: Encoder) -> None:
    found = {folder.name: await overlaps(folder, encoder) for folder in folders}
    for name, shared in found.items():
        print(f"{name:12} {len(shared):3} needs {mean(shared.values()):.3f}")  # noqa: T201
    every = [one for shared in found.values() for one in shared.values()]
    print(f"{'all':12} {len(every):3} needs {mean(every):.3f}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description="Same need, same answer in three languages?")
    parser.add_argument("networks", type=Path, nargs="+")
    parser.add_argument("--encoder", default=USUAL)
    options = parser.parse_args()
    encoder = RememberingEncoder(choose_encoder(options.encoder), cache_file())
    asyncio.run(_print(options.networks, encoder))


if __name__ == "__main__":
    main()
