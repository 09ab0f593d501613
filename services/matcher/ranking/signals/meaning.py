"""How alike the texts are in meaning, as a whole and by their sentences."""

from collections.abc import Mapping

import numpy as np

from services.matcher.ranking.items import Side, Vectors
from services.matcher.ranking.signals.scene import Grid, Scene, best_of_each, mean_of_each

FEWEST = 20  #: texts from which on it can be said what is usual
LEAST_SPREAD = 1e-3


def meaning(scene: Scene) -> Mapping[str, Grid]:
    asked, answered = scene.asking, scene.answering
    to_seeker, to_provider = _stands_out(scene)
    return {
        "alike": _cosines(asked.plain, answered.plain),
        "alike_centred": _cosines(asked.centred, answered.centred),
        "alike_with_partner": _cosines(asked.centred, answered.with_partner),
        "stands_out_to_seeker": to_seeker,
        "stands_out_to_provider": to_provider,
        "stands_out_to_both": np.minimum(to_seeker, to_provider),
        "best_sentence": best_of_each(scene.best_asked.T, asked.owners).T,
        "sentences_answered": mean_of_each(scene.best_asked.T, asked.owners).T,
        "sentences_asked_for": mean_of_each(scene.best_answered.T, answered.owners),
    }


def _stands_out(scene: Scene) -> tuple[Grid, Grid]:
    """How many standard deviations the likeness is above that to texts of anybody: a text that
    is a little like everything must not become everybody's match, nor a short one nobody's."""
    asks, answers = (
        scene.background.strangers(Side.ASKING),
        scene.background.strangers(Side.ANSWERING),
    )
    of_seeker = scene.meaning if answers is None else _cosines(scene.asking.centred, answers)
    whole = (scene.answering.centred + scene.answering.with_partner) * np.float32(0.5)
    of_provider = scene.meaning.T if asks is None else _cosines(whole, asks)
    return _above(scene.meaning, of_seeker), _above(scene.meaning.T, of_provider).T


def _cosines(one: Vectors, other: Vectors) -> Grid:
    return np.asarray(one @ other.T, np.float64)


def _above(likeness: Grid, usual: Grid) -> Grid:
    """Each row against its usual one; nought where too few are known to say what is usual."""
    if usual.shape[1] < FEWEST:
        return np.zeros_like(likeness)
    spread = np.maximum(usual.std(axis=1, keepdims=True), LEAST_SPREAD)
    found: Grid = (likeness - usual.mean(axis=1, keepdims=True)) / spread
    return found
