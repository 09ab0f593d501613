"""What was fitted beforehand and ships with the code: default weights and default means."""

import json
from functools import cache
from importlib.resources import files

import numpy as np

from services.matcher.ranking.items import Side, Vector
from services.matcher.ranking.means import MeanKey
from services.matcher.ranking.score import Weights

FITTED = files("services.matcher.ranking") / "fitted"


@cache
def shipped_weights() -> Weights:
    """Fitted on the embedded model; the best guess for every other one."""
    fitted = json.loads((FITTED / "weights.json").read_text("utf-8"))
    return Weights(**fitted["weights"])


def shipped_means(model: str) -> dict[MeanKey, Vector]:
    """The default means of this model; empty for a model they were not made with."""
    made_with, means = _means()
    return dict(means) if made_with == model else {}


@cache
def _means() -> tuple[str, dict[MeanKey, Vector]]:
    with (FITTED / "means.npz").open("rb") as file, np.load(file, allow_pickle=False) as kept:
        means = {
            (language, Side(side)): kept[name].astype(np.float32)
            for name in kept.files
            if name != "model"
            for language, side in [name.split("/")]
        }
        return str(kept["model"]), means
