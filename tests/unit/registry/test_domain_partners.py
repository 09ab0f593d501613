import dataclasses

import pytest

from services.registry.domain.contacts import gone, without
from services.registry.domain.errors import PartnerRegionFixed
from services.registry.domain.locations import Location
from services.registry.domain.partners import Partner
from services.registry.domain.records import PartnerRecord

MOSS = Location(place="Moss", latitude=59.43, longitude=10.66)
KARI = {"name": "Kari Moe", "email": "kari@elvemo.example"}
PER = {"name": "Per Vik", "email": "per@elvemo.example"}


def record(**given: object) -> PartnerRecord:
    return PartnerRecord.model_validate(
        {"name": "Elvemo Biogass", "kind": "business", "region": "ostfold", **given}
    )


def registered(**given: object) -> Partner:
    return Partner.register(record(**given), location=MOSS, language="nn")


def changed(partner: Partner, **given: object) -> Partner:
    return partner.changed(record(**given), location=MOSS, language="nn")


def test_a_capability_keeps_its_id_while_its_text_stays():
    before = registered(capabilities=["ta imot matavfall", "levere biogass"])

    after = changed(before, capabilities=["levere biogass", "leie ut en lagerhall"])

    assert after.capabilities[0] == before.capabilities[1]
    assert after.capabilities[1].id not in {capability.id for capability in before.capabilities}


def test_the_same_capability_twice_is_one():
    partner = registered(capabilities=["ta imot matavfall", "ta imot matavfall"])

    assert [capability.text for capability in partner.capabilities] == ["ta imot matavfall"]


def test_a_change_counts_the_version_and_keeps_the_rest_of_the_identity():
    before = registered()

    after = changed(before, name="Elvemo Gass")

    assert (after.id, after.created_at, after.version) == (before.id, before.created_at, 2)
    assert after.updated_at >= before.updated_at


def test_a_partner_cannot_move_to_another_region():
    with pytest.raises(PartnerRegionFixed):
        changed(registered(), region="troms")


def test_a_contact_without_a_language_reads_the_partners():
    partner = registered(contacts=[KARI, {**PER, "language": "en"}])

    assert [contact.language for contact in partner.contacts] == ["nn", "en"]


def test_a_contact_is_the_same_person_while_the_address_stays():
    before = registered(contacts=[KARI])

    after = changed(before, contacts=[{"name": "Kari Lie", "email": "KARI@elvemo.example"}])

    assert after.contacts[0].id == before.contacts[0].id
    assert after.contacts[0].version == 2


def test_a_contact_that_did_not_change_keeps_its_version():
    before = registered(contacts=[KARI, PER])

    after = changed(before, contacts=[PER, KARI])

    assert set(after.contacts) == set(before.contacts)
    assert without(after.contacts, before.contacts) == []


def test_a_contact_left_out_is_gone():
    before = registered(contacts=[KARI, PER])

    after = changed(before, contacts=[{**KARI, "name": "Kari Lie"}])

    assert [contact.name for contact in gone(before.contacts, after.contacts)] == ["Per Vik"]
    assert [contact.name for contact in without(after.contacts, before.contacts)] == ["Kari Lie"]


def test_a_partner_cannot_be_altered_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        registered().name = "x"
