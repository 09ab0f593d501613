"""Logistic regression with a light ridge, by Newton's method."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

RIDGE = 1.0
STEPS = 50


def fit(features: Numbers, fits: Numbers) -> Numbers:
    """Intercept first, then one weight a column; columns are standardised inside."""
    centre, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1.0
    columns = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    weights = np.zeros(columns.shape[1])
    ridge = np.diag([0.0] + [RIDGE] * (columns.shape[1] - 1))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (chance - fits) + ridge @ weights
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + ridge
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    slopes = weights[1:] / spread
    return np.concatenate([[weights[0] - slopes @ centre], slopes])
