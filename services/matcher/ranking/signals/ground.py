"""Distance against how far the thing travels, amounts against each other, and dates."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.distance import distances_between, radians
from services.matcher.ranking.reading.quantities import Quantity, quantities, times_apart
from services.matcher.ranking.reading.reach import classes, said_km, shortest_reaches
from services.matcher.ranking.reading.seasons import Times, clash, times
from services.matcher.ranking.signals.scene import Grid, Scene, Voices

FARTHEST = 4.0  #: doublings beyond the reach; farther makes nothing worse
NEIGHBOURHOOD_KM = 50.0
UNKNOWN_FAR = 1.0  #: what the distance counts where a place is not known
SAME_SCALE, HALF = 0.7, 0.5  #: powers of ten


def ground(scene: Scene) -> Mapping[str, Grid]:
    asked, answered = scene.asking, scene.answering
    km = distances_between(asked.once(_places), answered.once(_places))
    reach = shortest_reaches(asked.once(_classes), answered.once(_classes), asked.once(_said))
    far = np.where(np.isnan(km), UNKNOWN_FAR, np.log2(1 + np.nan_to_num(km) / NEIGHBOURHOOD_KM))
    beyond = np.log2(np.maximum(np.nan_to_num(km), 1.0)) - np.log2(reach)
    apart = _apart(scene)
    return {
        "far": far,
        "far_to_carry": np.where(np.isfinite(reach), far, 0.0),
        "beyond_reach": np.where(np.isnan(km), 0.0, np.clip(beyond, 0.0, FARTHEST)),
        "amounts_apart": np.clip(np.nan_to_num(apart) - HALF, 0.0, 3.0),
        "amounts_agree": np.asarray(apart < SAME_SCALE, np.float64),
        "dates_clash": _clashes(scene),
    }


def _apart(scene: Scene) -> Grid:
    """Powers of ten between amounts; NaN where none compare."""
    answered = scene.answering.once(_amounts)
    found = np.full(scene.shape, np.nan)
    for row, mine in scene.asking.once(_amounts).items():
        for column, theirs in answered.items():
            if (gap := times_apart(mine, theirs)) is not None:
                found[row, column] = gap
    return found


def _clashes(scene: Scene) -> Grid:
    answered = scene.answering.once(_times)
    found = np.zeros(scene.shape)
    for row, mine in scene.asking.once(_times).items():
        for column, theirs in answered.items():
            found[row, column] = clash(mine, theirs)
    return found


def _places(voices: Voices) -> Grid:
    return radians(voices.items)


def _classes(voices: Voices) -> NDArray[np.bool_]:
    return classes(voices.items)


def _said(voices: Voices) -> NDArray[np.float64]:
    return np.array([said_km(item.text) or np.inf for item in voices.items])


def _amounts(voices: Voices) -> Mapping[int, tuple[Quantity, ...]]:
    """By the place of the item; those that name none are left out."""
    found = ((place, quantities(item.text)) for place, item in enumerate(voices.items))
    return {place: its for place, its in found if its}


def _times(voices: Voices) -> Mapping[int, Times]:
    found = ((place, times(item.text)) for place, item in enumerate(voices.items))
    return {place: its for place, its in found if its.months or its.years}
