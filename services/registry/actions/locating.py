"""Where a record's place is, and which language it is in."""

from services.registry.domain.locations import Location
from services.registry.domain.records import Language, ListingRecord, PartnerRecord
from services.registry.languages import detect_language
from services.registry.places import find_place


def locate(place: str, *, region: str) -> Location:
    """A place we do not know is kept as it was written, without coordinates."""
    found = find_place(place, region=region)
    if not found:
        return Location(place=place)
    return Location(place=place, latitude=found.latitude, longitude=found.longitude)


def own_location(record: ListingRecord, *, region: str) -> Location | None:
    return locate(record.place, region=region) if record.place else None


def partner_language(record: PartnerRecord) -> Language:
    texts = (record.description, *record.capabilities)
    return record.language or detect_language("\n".join(texts))


def listing_language(record: ListingRecord) -> Language:
    return record.language or detect_language(f"{record.title}\n{record.text}")
