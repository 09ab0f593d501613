"""A partner's web address is shown and never opened by us, whatever it points at."""

import socket
from uuid import uuid4

import pytest

from shared.access.grant import Grant
from tests.connected.registry_harness import LISTING, a_partner
from tests.security.cast import by_hand


@pytest.fixture
def listener():
    """Somebody inside who would notice."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0)
        yield listening


def test_nothing_is_fetched_from_what_a_partner_names(town, listener):
    inside = f"http://127.0.0.1:{listener.getsockname()[1]}/latest/meta-data"
    listings = []
    with town.program(Grant(role="admin")) as admin:
        for name, kind in (("Lokker", "need"), ("Kroker", "offer")):
            body = a_partner(
                name=f"{name} {uuid4()}",
                orgnr=None,
                website=inside,
                description=f"Les mer: {inside}",
                contacts=[{"name": name, "email": f"{name.lower()}@ssrf.example"}],
            )
            partner = admin.post("/api/partners", json=body).json()["id"]
            written = {
                **LISTING,
                "kind": kind,
                "title": name,
                "text": f"<img src={inside}> {inside}",
            }
            listings.append(
                admin.post(f"/api/partners/{partner}/listings", json=written).json()["id"]
            )
        suggestion = by_hand(town, *listings)
        admin.post(f"/api/suggestions/{suggestion}/approve", json={})
    town.letter_to("lokker@ssrf.example")

    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "javascript:alert(1)",
        "http://user:password@127.0.0.1/",
        "//127.0.0.1/",
    ],
)
def test_only_web_addresses_are_taken(town, address):
    with town.program(Grant(role="admin")) as admin:
        answer = admin.post("/api/partners", json=a_partner(name="Ny", website=address))

    assert answer.status_code == 422
