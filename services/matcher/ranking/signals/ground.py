"""Distance against how far the thing travels, amounts against each other, and dates."""

from collections.abc import Mapping

import numpy as np

from services.matcher.ranking.distance import distances_km
from services.matcher.ranking.reading.quantities import quantities, times_apart
from services.matcher.ranking.reading.reach import reaches_km
from services.matcher.ranking.reading.seasons import clash, times
from services.matcher.ranking.signals.scene import Grid, Scene

FARTHEST = 4.0  #: doublings beyond the reach; farther makes nothing worse
NEIGHBOURHOOD_KM = 50.0
UNKNOWN_FAR = 1.0  #: what the distance counts where a place is not known
SAME_SCALE, HALF = 0.7, 0.5  #: powers of ten


def ground(scene: Scene) -> Mapping[str, Grid]:
    asked, answered = scene.asking.items, scene.answering.items
    km, reach = distances_km(asked, answered), reaches_km(asked, answered)
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
    answered = [quantities(item.text) for item in scene.answering.items]
    found = np.full(scene.shape, np.nan)
    for row, item in enumerate(scene.asking.items):
        if mine := quantities(item.text):
            for column, theirs in enumerate(answered):
                if theirs and (gap := times_apart(mine, theirs)) is not None:
                    found[row, column] = gap
    return found


def _clashes(scene: Scene) -> Grid:
    answered = [times(item.text) for item in scene.answering.items]
    return np.array(
        [
            [clash(mine, theirs) for theirs in answered]
            for mine in (times(item.text) for item in scene.asking.items)
        ]
    )
