import pytest

from services.registry.domain.errors import ListingKindFixed
from services.registry.domain.facts import (
    contact_erased,
    contact_updated,
    listing_state,
    profile_published,
)
from services.registry.domain.listings import Listing
from services.registry.domain.locations import Location
from services.registry.domain.partners import Partner
from services.registry.domain.records import ListingRecord, PartnerRecord
from shared.events.reading import read_event, write_event

MOSS = Location(place="Moss", latitude=59.43, longitude=10.66)
HALDEN = Location(place="Halden", latitude=59.13, longitude=11.39)
PARTNER = Partner.register(
    PartnerRecord.model_validate(
        {
            "name": "Elvemo Biogass",
            "kind": "business",
            "region": "ostfold",
            "capabilities": ["ta imot matavfall"],
            "contacts": [{"name": "Kari Moe", "email": "kari@elvemo.example"}],
        }
    ),
    location=MOSS,
    language="nb",
)


def record(**given: object) -> ListingRecord:
    return ListingRecord.model_validate(
        {"kind": "need", "title": "Varme", "text": "Vi trenger varme.", **given}
    )


def published(*, own_location: Location | None = None, **given: object) -> Listing:
    return Listing.publish(
        record(**given), partner=PARTNER, own_location=own_location, language="nb"
    )


def test_a_listing_is_where_its_partner_is_unless_it_says_otherwise():
    assert published().location == MOSS
    assert published(own_location=HALDEN).location == HALDEN


def test_a_changed_listing_is_the_same_one_and_open_again():
    closed = published().ended("closed")

    again = closed.changed(
        record(title="Mer varme"), partner=PARTNER, own_location=None, language="nb"
    )

    assert (again.id, again.created_at) == (closed.id, closed.created_at)
    assert (again.status, again.version, again.title) == ("open", 3, "Mer varme")


def test_a_need_does_not_become_an_offer():
    with pytest.raises(ListingKindFixed):
        published().changed(record(kind="offer"), partner=PARTNER, own_location=None, language="nb")


@pytest.mark.parametrize("kind", ["need", "offer", "idea"])
@pytest.mark.parametrize("status", ["closed", "expired"])
def test_an_ended_listing_is_told_as_closed(kind, status):
    listing = published(kind=kind)

    assert listing_state(listing).type == f"{kind}.published.v1"
    assert listing_state(listing.ended(status)).type == f"{kind}.closed.v1"
    assert listing_state(listing.ended(status)).version == 2


def test_every_fact_can_be_read_back_from_its_stream():
    contact = PARTNER.contacts[0]
    facts = [
        profile_published(PARTNER),
        contact_updated(contact, partner=PARTNER),
        contact_erased(contact.id, partner_id=PARTNER.id, region=PARTNER.region, version=2),
        listing_state(published(own_location=HALDEN, expires_on="2099-12-31")),
    ]

    assert [read_event(write_event(fact)) for fact in facts] == facts


def test_only_the_contacts_stream_carries_names_and_addresses_of_people():
    for fact in (profile_published(PARTNER), listing_state(published())):
        assert "Kari" not in write_event(fact).decode()
        assert "kari@" not in write_event(fact).decode()
