"""Kilometres between two places."""

import math

from services.matcher.ranking.items import Item

EARTH_KM = 6371.0


def distance_km(one: Item, other: Item) -> float | None:
    """Along the great circle; None when a place is not known."""
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    north, far_north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    bulge = math.sin((far_north - north) / 2) ** 2
    bulge += math.cos(north) * math.cos(far_north) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(bulge)))
