"""Fits what the ranking ships with, for one model.

    python -m deploy.evaluation.fit [--encoder NAME] [--check] [--ablation] [NETWORK…]

Means, strangers and probes come from the training examples, the weights from judged networks:
by default all of `data/networks` that are for fitting, and `data/development`.
`--check` writes nothing but says how each network fares with weights fitted on the others;
`--ablation` says the same with each part of the score left out.
"""

import argparse
import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from deploy.evaluation.answers import Run
from deploy.evaluation.fitting.corpus import save_corpus
from deploy.evaluation.fitting.examples import read_examples
from deploy.evaluation.fitting.vectors import fit_vectors, save_vectors
from deploy.evaluation.fitting.weights import Judged, fit_weights, see_network, unseen_runs
from deploy.evaluation.items import encode_set
from deploy.evaluation.reports import report
from deploy.evaluation.sets import read_set
from deploy.evaluation.vector_cache import RememberingEncoder, cache_file
from services.matcher.embedding.choose import USUAL, choose_encoder
from services.matcher.embedding.encoder import Encoder
from services.matcher.ranking.fitted.background import background_for, slug
from services.matcher.ranking.signals.catalogue import SIGNALS

ROOT = Path(__file__).parents[2]
FITTED = ROOT / "services/matcher/ranking/fitted"
TRAINING = ROOT / "data/training"
#: One is for the last look; the other has the offers of `development`, and the shipped model was
#: turned by it.
LEFT_OUT = ("buskerud", "ostfold")
SHOWN = ("nDCG@10", "Recall@5", "P@1", "lures@5", "R2@50", "ECE", "surest ¼")


def networks_to_fit() -> list[Path]:
    known = sorted((ROOT / "data/networks").iterdir())
    return [ROOT / "data/development", *(one for one in known if one.name not in LEFT_OUT)]


async def fit_model(encoder: Encoder, folders: Sequence[Path], *, write: bool) -> list[Judged]:
    FITTED.joinpath("models").mkdir(exist_ok=True)
    name = slug(encoder.model)
    if write:
        examples = read_examples(TRAINING)
        save_corpus(examples, FITTED / "corpus.npz")
        vectors = await fit_vectors(examples, encoder)
        save_vectors(vectors, out=FITTED / "models" / f"{name}.npz")
    networks = [await _seen(folder, encoder) for folder in folders]
    if write:
        kept = {"model": encoder.model, "weights": fit_weights(networks).kept()}
        text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
        (FITTED / "models" / f"{name}.json").write_text(text, "utf-8")
    return networks


async def _seen(folder: Path, encoder: Encoder) -> Judged:
    judged = read_set(folder)
    items = await encode_set(judged, encoder)
    return see_network(folder.name, judged, items, background_for(encoder.model))


def main() -> None:
    parser = argparse.ArgumentParser(description="Fits what the ranking ships with.")
    parser.add_argument("networks", type=Path, nargs="*")
    parser.add_argument("--encoder", default=USUAL)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--ablation", action="store_true")
    options = parser.parse_args()
    encoder = RememberingEncoder(choose_encoder(options.encoder), cache_file())
    folders = options.networks or networks_to_fit()
    write = not (options.check or options.ablation)
    networks = asyncio.run(fit_model(encoder, folders, write=write))
    _show_unseen(networks)
    if options.ablation:
        _show_ablation(networks)


def _show_unseen(networks: Sequence[Judged]) -> None:
    _print("unseen network", *SHOWN)
    runs = unseen_runs(networks)
    for one in networks:
        _print(one.name, *_figures([one], runs))
    _print("mean", *_figures(networks, runs))


def _show_ablation(networks: Sequence[Judged]) -> None:
    _print("\nwithout", *SHOWN)
    for part in dict.fromkeys(signal.part for signal in SIGNALS.values()):
        _print(part, *_figures(networks, unseen_runs(networks, without=[part])))


def _figures(networks: Collection[Judged], runs: Mapping[str, Run]) -> list[str]:
    """Every network counts the same."""
    reports = [report(one.judged, runs[one.name]).overall.figures for one in networks]
    found = []
    for name in SHOWN:
        values = [one[name].value for one in reports]
        known = [value for value in values if value is not None]
        found.append(f"{np.mean(known):.3f}" if known else "–")
    return found


def _print(name: str, *cells: str) -> None:
    print(f"{name:16}", *(f"{cell:>9}" for cell in cells))  # noqa: T201


if __name__ == "__main__":
    main()
