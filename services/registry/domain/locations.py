"""The place as somebody wrote it, and where that is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Latitude and longitude in degrees (WGS 84); both None where the place is unknown."""

    place: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_known(self) -> bool:
        return self.latitude is not None
