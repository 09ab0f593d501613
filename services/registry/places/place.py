"""A place on the map, and how far it is between two."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    name: str
    municipality_number: str | None  #: None where the sources do not say
    county_slug: str | None  #: None outside the counties: Svalbard and Jan Mayen
    latitude: float
    longitude: float


def distance_km(a: Place, b: Place) -> float:
    """Along the great circle, which is what a straight line on the ground is."""
    north = radians(b.latitude - a.latitude)
    east = radians(b.longitude - a.longitude)
    chord = (
        sin(north / 2) ** 2
        + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
