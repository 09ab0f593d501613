"""Whether the provider says no, and whether it says so about what is sought."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.reading.cues import denies
from services.matcher.ranking.signals.direction import cues, probed
from services.matcher.ranking.signals.scene import Grid, Scene, Voices, best_of_each

SHARP = 8.0  #: how much more a sentence counts that is nearer to what is sought
NOWHERE = -1.0


def polarity(scene: Scene) -> Mapping[str, Grid]:
    voices = scene.answering
    no = voices.once(_denials)
    whole, loudest = voices.once(probed, scene.background.probe("denies"))
    everyone = np.ones(scene.shape)
    return {
        "says_no": voices.once(cues)["denies"] * everyone,
        "says_no_about_it": _near(scene, no),
        "no_is_nearest": _nearest(scene, no),
        "sounds_like_no": whole * everyone,
        "a_sentence_sounds_like_no": loudest * everyone,
    }


def _denials(voices: Voices) -> NDArray[np.bool_]:
    """Of each sentence."""
    return np.array([denies(one) for one in voices.sentences])


def _near(scene: Scene, no: NDArray[np.bool_]) -> Grid:
    """Share of the answer that says no, each sentence weighed by how near it is to the need."""
    weight = np.exp(SHARP * scene.best_answered.T)
    owners = scene.answering.owners
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    found: Grid = np.add.reduceat(weight * no, starts, axis=1)
    return found / np.add.reduceat(weight, starts, axis=1)


def _nearest(scene: Scene, no: NDArray[np.bool_]) -> Grid:
    """How much nearer the need a sentence with a no is than any without; 0 where there is none."""
    near, owners = scene.best_answered.T, scene.answering.owners
    with_no = best_of_each(np.where(no, near, NOWHERE), owners)
    without = best_of_each(np.where(no, NOWHERE, near), owners)
    gap = np.clip(with_no - np.where(without > NOWHERE, without, 0.0), -0.5, 0.5) + 0.5
    return np.where(with_no > NOWHERE, gap, 0.0)
