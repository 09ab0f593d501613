"""Kilometres between places."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.items import Item

EARTH_KM = 6371.0


def distances_km(asking: Sequence[Item], answering: Sequence[Item]) -> NDArray[np.float64]:
    """Along the great circle; NaN where a place is not known."""
    return distances_between(radians(asking), radians(answering))


def distances_between(
    asking: NDArray[np.float64], answering: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of places in `radians`."""
    one, other = asking[:, None, :], answering[None, :, :]
    bulge = np.sin((other[..., 0] - one[..., 0]) / 2) ** 2
    bulge += (
        np.cos(one[..., 0]) * np.cos(other[..., 0]) * np.sin((other[..., 1] - one[..., 1]) / 2) ** 2
    )
    found: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, bulge)))
    return found


def distance_km(one: Item, other: Item) -> float | None:
    km = float(distances_km([one], [other])[0, 0])
    return None if np.isnan(km) else km


def radians(items: Sequence[Item]) -> NDArray[np.float64]:
    places = [
        (np.nan, np.nan)
        if item.latitude is None or item.longitude is None
        else (item.latitude, item.longitude)
        for item in items
    ]
    found: NDArray[np.float64] = np.radians(np.array(places, float).reshape(-1, 2))
    return found
