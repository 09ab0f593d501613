"""Figures over the pairs of many needs at once, for many samples of the needs at once.

`weights` has a row a sample and a column a need: how often the sample holds the need. A row of
ones gives the figure itself; rows drawn at random tell how sure it is.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Judged = tuple[float, bool]  #: the score of a pair, and whether its grade is at least 1

ECE_BINS = 10
SUREST = 0.25  #: of the first proposals


def means(values: Sequence[float | None], weights: Numbers) -> Numbers:
    """Mean of those that exist; NaN for a sample without any."""
    known = np.array([value is not None for value in values], float)
    numbers = np.array([value or 0.0 for value in values], float)
    return _share(weights @ numbers, weights @ known)


def auc(pairs: Sequence[Sequence[Judged]], weights: Numbers) -> Numbers:
    """Chance that a fitting pair scores above an unfitting one; ties count half."""
    fitting = [np.sort([value for value, fits in found if fits]) for found in pairs]
    unfitting = [np.sort([value for value, fits in found if not fits]) for found in pairs]
    above = np.array([[_above(high, low) for low in unfitting] for high in fitting])
    wins = np.einsum("si,ij,sj->s", weights, above.reshape(len(pairs), len(pairs)), weights)
    counts = (weights @ _sizes(fitting)) * (weights @ _sizes(unfitting))
    return _share(wins, counts)


def _above(high: Numbers, low: Numbers) -> float:
    """How many of `high` are above how many of `low`, both sorted."""
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(below.sum()) / 2


def _sizes(groups: Sequence[Numbers]) -> Numbers:
    return np.array([len(group) for group in groups], float)


def calibration_error(
    pairs: Sequence[Sequence[Judged]], weights: Numbers, *, bins: int = ECE_BINS
) -> Numbers:
    """Expected calibration error of the score read as the chance to fit, in equal-width bins."""
    gaps = np.zeros((len(pairs), bins))
    for row, found in enumerate(pairs):
        for value, fits in found:
            gaps[row, min(bins - 1, max(0, int(value * bins)))] += value - fits
    return _share(np.abs(weights @ gaps).sum(axis=1), weights @ _sizes_of(pairs))


def _sizes_of(pairs: Sequence[Sequence[Judged]]) -> Numbers:
    return np.array([len(found) for found in pairs], float)


def precision_of_surest(
    firsts: Sequence[Judged | None], weights: Numbers, *, share: float = SUREST
) -> Numbers:
    """Share of fitting ones among the surest quarter of the first proposals."""
    known = [place for place, first in enumerate(firsts) if first]
    order = sorted(known, key=lambda place: -(firsts[place] or (0.0, False))[0])
    if not order:
        return np.full(len(weights), np.nan)
    held = weights[:, order]
    room = np.ceil(held.sum(axis=1, keepdims=True) * share)
    before = np.cumsum(held, axis=1) - held
    taken = np.clip(room - before, 0, held)
    fits = np.array([(firsts[place] or (0.0, False))[1] for place in order], float)
    return _share(taken @ fits, taken.sum(axis=1))


def _share(part: Numbers, whole: Numbers) -> Numbers:
    found: Numbers = np.divide(
        part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) > 0
    )
    return found
