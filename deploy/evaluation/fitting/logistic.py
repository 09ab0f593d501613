"""Logistic regression with a light ridge, by Newton's method."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

RIDGE = 1.0
STEPS = 50


def fit(
    features: Numbers,
    fits: Numbers,
    *,
    ridge: float = RIDGE,
    signs: Sequence[int] | None = None,
) -> Numbers:
    """Intercept first, then one weight a column; columns are standardised inside.

    `signs` tells for each column which way it may weigh, 0 for either; one that would weigh the
    other way is left out.
    """
    wanted = np.array([0, *(signs if signs is not None else [0] * features.shape[1])])
    centre, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread < 1e-9] = 1.0
    columns = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    free = np.ones(columns.shape[1], bool)
    weights = np.zeros(columns.shape[1])
    while True:
        weights[:] = 0.0
        weights[free] = _newton(columns[:, free], fits, ridge=ridge)
        wrong = weights * wanted < 0
        if not wrong.any():
            break
        free &= ~wrong
    slopes = weights[1:] / spread
    return np.concatenate([[weights[0] - slopes @ centre], slopes])


def _newton(columns: Numbers, fits: Numbers, *, ridge: float) -> Numbers:
    weights = np.zeros(columns.shape[1])
    penalty = np.diag([0.0] + [ridge] * (columns.shape[1] - 1))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights, -60, 60)))
        slope = columns.T @ (chance - fits) + penalty @ weights
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + penalty
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights
