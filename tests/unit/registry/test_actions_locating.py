from services.registry.actions.locating import (
    listing_language,
    locate,
    own_location,
    partner_language,
)
from services.registry.domain.records import ListingRecord, PartnerRecord


def listing(**given: object) -> ListingRecord:
    return ListingRecord.model_validate(
        {"kind": "need", "title": "Heat", "text": "We need heat for a greenhouse.", **given}
    )


def test_the_region_decides_between_places_of_one_name():
    nordland = locate("Herøy", region="nordland")
    more = locate("Herøy", region="more-og-romsdal")

    assert nordland.latitude > more.latitude > 60


def test_an_unknown_place_is_kept_as_written():
    location = locate("Atlantis", region="ostfold")

    assert (location.place, location.is_known) == ("Atlantis", False)


def test_a_listing_without_a_place_has_no_location_of_its_own():
    assert own_location(listing(), region="ostfold") is None
    assert own_location(listing(place=""), region="ostfold") is None
    assert own_location(listing(place="Atlantis"), region="ostfold").place == "Atlantis"


def test_the_language_given_is_believed():
    assert listing_language(listing(language="nn")) == "nn"
    assert listing_language(listing()) == "en"


def test_the_language_of_a_partner_is_found_from_its_capabilities_too():
    record = PartnerRecord.model_validate(
        {
            "name": "Elvemo",
            "kind": "ngo",
            "region": "ostfold",
            "capabilities": ["We repair furniture and teach others how to do it."],
        }
    )

    assert partner_language(record) == "en"
