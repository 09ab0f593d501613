"""All that is seen of a pair, in words; what is weighed is a row of these numbers.

A signal belongs to a part: a coordinator is told parts. `sign` tells which way it may speak: a
shared word never speaks against a pair, whatever chance puts into a small set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from services.matcher.ranking.signals.direction import direction
from services.matcher.ranking.signals.ground import ground
from services.matcher.ranking.signals.meaning import meaning
from services.matcher.ranking.signals.polarity import polarity
from services.matcher.ranking.signals.scene import Grid, Scene
from services.matcher.ranking.signals.wording import wording

Part = Literal[
    "meaning",
    "words",
    "concepts",
    "partner",
    "direction",
    "polarity",
    "distance",
    "amount",
    "time",
    "language",
]


@dataclass(frozen=True, slots=True)
class Signal:
    part: Part
    sign: Literal[-1, 0, 1]  #: 0: either way


SIGNALS: Mapping[str, Signal] = {
    "alike": Signal("meaning", 1),
    "alike_centred": Signal("meaning", 1),
    "alike_with_partner": Signal("meaning", 1),
    "stands_out_to_seeker": Signal("meaning", 1),
    "stands_out_to_provider": Signal("meaning", 1),
    "stands_out_to_both": Signal("meaning", 1),
    "best_sentence": Signal("meaning", 1),
    "sentences_answered": Signal("meaning", 1),
    "sentences_asked_for": Signal("meaning", 1),
    "letters_shared": Signal("words", 1),
    "letters_shared_across": Signal("words", 1),
    "concepts_alike": Signal("concepts", 1),
    "concepts_covered": Signal("concepts", 1),
    "partner_covers": Signal("partner", 1),
    "one_language": Signal("language", 0),
    "provider_seeks": Signal("direction", -1),
    "provider_seeks_what_is_left": Signal("direction", 1),
    "provider_gives": Signal("direction", 0),
    "provider_takes": Signal("direction", 0),
    "provider_takes_what_is_left": Signal("direction", 1),
    "provider_has": Signal("direction", 0),
    "both_have_it_left": Signal("direction", -1),
    "sounds_like_seeking": Signal("direction", -1),
    "a_sentence_sounds_like_seeking": Signal("direction", -1),
    "both_sound_alike": Signal("direction", -1),
    "says_no": Signal("polarity", -1),
    "says_no_about_it": Signal("polarity", -1),
    "no_is_nearest": Signal("polarity", -1),
    "sounds_like_no": Signal("polarity", -1),
    "a_sentence_sounds_like_no": Signal("polarity", -1),
    "far": Signal("distance", -1),
    "far_to_carry": Signal("distance", -1),
    "beyond_reach": Signal("distance", -1),
    "amounts_apart": Signal("amount", -1),
    "amounts_agree": Signal("amount", 1),
    "dates_clash": Signal("time", -1),
}


def look(scene: Scene) -> Grid:
    """What is seen of every pair: (asking, answering, signals)."""
    seen = {
        **meaning(scene),
        **wording(scene),
        **direction(scene),
        **polarity(scene),
        **ground(scene),
    }
    return np.stack([seen[name] for name in SIGNALS], axis=-1)
