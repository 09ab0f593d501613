"""How alike the texts are in meaning, as a whole and by their sentences."""

from collections.abc import Mapping

import numpy as np

from services.matcher.ranking.fitted.background import Background
from services.matcher.ranking.items import Side, Vectors
from services.matcher.ranking.signals.scene import (
    Grid,
    Scene,
    Voices,
    best_of_each,
    mean_of_each,
)

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
    to_seeker = _above(scene.meaning, of_seeker)
    if asks is None:
        return to_seeker, _above(scene.meaning.T, scene.meaning.T).T
    usual, spread = scene.answering.once(_usual, scene.background)
    return to_seeker, (scene.meaning - usual) / spread


def _usual(voices: Voices, background: Background) -> tuple[Grid, Grid]:
    """Mean and spread of how alike each is to what strangers ask."""
    whole = (voices.centred + voices.with_partner) * np.float32(0.5)
    strangers = background.strangers(Side.ASKING)
    assert strangers is not None
    found = _cosines(whole, strangers)
    if found.shape[1] < FEWEST:
        return np.zeros(len(found)), np.full(len(found), np.inf)
    return found.mean(axis=1), np.maximum(found.std(axis=1), LEAST_SPREAD)


def _cosines(one: Vectors, other: Vectors) -> Grid:
    return np.asarray(one @ other.T, np.float64)


def _above(likeness: Grid, usual: Grid) -> Grid:
    """Each row against its usual one; nought where too few are known to say what is usual."""
    if usual.shape[1] < FEWEST:
        return np.zeros_like(likeness)
    spread = np.maximum(usual.std(axis=1, keepdims=True), LEAST_SPREAD)
    found: Grid = (likeness - usual.mean(axis=1, keepdims=True)) / spread
    return found
