"""Where in Norway a place is."""

from services.registry.places.gazetteer import find_place
from services.registry.places.place import Place, distance_km

__all__ = ["Place", "distance_km", "find_place"]
