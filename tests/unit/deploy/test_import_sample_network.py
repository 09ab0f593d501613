import re

from deploy.demo.network import load_network
from services.registry.places import find_place


def test_nobody_real_can_be_reached_from_the_sample_network():
    contacts = [c for each in load_network().partners for c in each.partner.contacts]

    assert contacts
    assert all(re.fullmatch(r"klimakontakt@[a-z0-9-]+\.example", c.email) for c in contacts)
    assert len({c.email for c in contacts}) == len(contacts)
    assert {c.name for c in contacts} == {"Kontaktperson"}


def test_every_fact_keeps_its_source():
    network = load_network()

    for part in (*network.partners, *network.listings, *network.collaborations):
        assert part.source.startswith(("http://", "https://"))


def test_the_pairs_that_came_true_join_two_partners_of_one_region():
    network = load_network()
    partners = {each.key: each.partner for each in network.partners}
    listings = {each.key: each for each in network.listings}

    assert len(network.collaborations) == 5
    for pair in network.collaborations:
        need, offer = listings[pair.need], listings[pair.offer]
        assert (need.listing.kind, offer.listing.kind) == ("need", "offer")
        assert need.owner != offer.owner
        assert partners[need.owner].region == partners[offer.owner].region


def test_ostfold_stands_on_its_own():
    ostfold = load_network().within("ostfold")

    assert ostfold.regions == ("ostfold",)
    assert len(ostfold.partners) == 19
    assert [pair.need for pair in ostfold.collaborations] == ["batterier-naer-havn"]


def test_every_place_that_is_given_is_on_the_map():
    for each in load_network().partners:
        if each.partner.place:
            assert find_place(each.partner.place, region=each.partner.region)


def test_bodies_hold_only_what_the_api_takes():
    network = load_network()

    assert network.partners[0].body.keys() <= {
        *("name", "kind", "orgnr", "place", "region", "sector", "description"),
        *("capabilities", "language", "website", "contacts"),
    }
    assert network.listings[0].body.keys() <= {
        *("kind", "title", "text", "language", "place", "expires_on"),
    }
