"""Who seeks and who gives, whatever the field says: a need is answered by whoever has what it
lacks, or takes what it has; another one that needs the same is no answer."""

from collections.abc import Mapping

import numpy as np

from services.matcher.ranking.fitted.background import Probe
from services.matcher.ranking.reading.cues import cue_shares
from services.matcher.ranking.signals.scene import Grid, Scene, Voices, best_of_each


def direction(scene: Scene) -> Mapping[str, Grid]:
    asked, answered = scene.asking.once(cues), scene.answering.once(cues)
    seeks, most = scene.answering.once(probed, scene.background.probe("seeks"))
    own, _ = scene.asking.once(probed, scene.background.probe("seeks asking"))
    rids = (asked["has"] > 0).astype(float)[:, None]  #: the need is to get rid of something
    everyone = np.ones(scene.shape)
    return {
        "provider_seeks": answered["seeks"] * (1 - rids),
        "provider_seeks_what_is_left": answered["seeks"] * rids,
        "provider_gives": answered["gives"] * everyone,
        "provider_takes": answered["takes"] * (1 - rids),
        "provider_takes_what_is_left": answered["takes"] * rids,
        "provider_has": answered["has"] * (1 - rids),
        "both_have_it_left": answered["has"] * rids,
        "sounds_like_seeking": seeks * everyone,
        "a_sentence_sounds_like_seeking": most * everyone,
        "both_sound_alike": seeks * own[:, None],
    }


def cues(voices: Voices) -> Mapping[str, Grid]:
    found = [cue_shares(voices.of(item)) for item in voices.items]
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def probed(voices: Voices, probe: Probe) -> tuple[Grid, Grid]:
    """Log-odds of the whole text, and of its loudest sentence."""
    whole, parts = probe(voices.plain), probe(voices.spoken)
    return whole, best_of_each(parts[None, :], voices.owners)[0]
