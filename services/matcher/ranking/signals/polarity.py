"""Whether the provider says no, and whether it says so about what is sought."""

from collections.abc import Mapping

import numpy as np

from services.matcher.ranking.reading.cues import cue_shares, denies
from services.matcher.ranking.signals.scene import Grid, Scene, best_of_each

SHARP = 8.0  #: how much more a sentence counts that is nearer to what is sought
NOWHERE = -1.0


def polarity(scene: Scene) -> Mapping[str, Grid]:
    voices = scene.answering
    no = np.array([denies(one) for one in voices.sentences])
    probe = scene.background.probe("denies")
    whole, loudest = probe(voices.plain), best_of_each(probe(voices.spoken)[None, :], voices.owners)
    everyone = np.ones(scene.shape)
    shares = np.array([cue_shares(voices.of(item))["denies"] for item in voices.items])
    return {
        "says_no": shares * everyone,
        "says_no_about_it": _near(scene, no),
        "no_is_nearest": _nearest(scene, no),
        "sounds_like_no": whole * everyone,
        "a_sentence_sounds_like_no": loudest * everyone,
    }


def _near(scene: Scene, no: Grid) -> Grid:
    """Share of the answer that says no, each sentence weighed by how near it is to the need."""
    weight = np.exp(SHARP * scene.best_answered.T)
    owners = scene.answering.owners
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    found: Grid = np.add.reduceat(weight * no, starts, axis=1)
    return found / np.add.reduceat(weight, starts, axis=1)


def _nearest(scene: Scene, no: Grid) -> Grid:
    """How much nearer the need a sentence with a no is than any without; 0 where there is none."""
    near, owners = scene.best_answered.T, scene.answering.owners
    with_no = best_of_each(np.where(no, near, NOWHERE), owners)
    without = best_of_each(np.where(no, NOWHERE, near), owners)
    gap = np.clip(with_no - np.where(without > NOWHERE, without, 0.0), -0.5, 0.5) + 0.5
    return np.where(with_no > NOWHERE, gap, 0.0)
