"""Texts without end, and small ones that grow: refused before anything has to read them."""

import gzip
import json

import pytest

from shared.access.grant import Grant
from tests.connected.registry_harness import LISTING, a_partner
from tests.security.cast import OURS, Cast

LONG = "spillvarme " * 100_000  #: more than a million characters
REGISTERED = "SELECT count(*) FROM registry.listings"


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/api/partners/{cast.things['partner_id']}/listings"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(LONG, 413, id="a million characters"),
        pytest.param(LONG[:500_000], 422, id="half a million"),
        pytest.param(LONG[:10_001], 422, id="one too many"),
    ],
)
def test_a_text_too_long_is_never_embedded(cast: Cast, path, text, status):
    before = cast.town.value(REGISTERED)
    with cast.program(OURS) as client:
        answer = client.post(path, json={**LISTING, "text": text})

    assert answer.status_code == status
    assert cast.town.value(REGISTERED) == before


def test_what_is_sent_compressed_is_not_unpacked(cast: Cast, path):
    bomb = gzip.compress(b"[" * 50_000_000)
    packed = {"content-type": "application/json", "content-encoding": "gzip"}
    with cast.program(OURS) as client:
        answer = client.post(path, content=bomb, headers=packed)

    assert answer.status_code in {400, 422}


def test_brackets_within_brackets_bring_nothing_down(cast: Cast, path):
    deep = "[" * 100_000 + "]" * 100_000
    with cast.program(OURS) as client:
        answer = client.post(path, content=deep, headers={"content-type": "application/json"})

    assert answer.status_code in {400, 422}


def test_a_body_that_lies_about_its_length_is_cut_off(cast: Cast, path):
    def endless():
        for _ in range(200):
            yield b" " * 10_000

    with cast.program(OURS) as client:
        answer = client.post(path, content=endless(), headers={"content-type": "application/json"})

    assert answer.status_code == 413


def test_keywords_for_everything_are_limited_like_any_text(town):
    stuffed = [f"vi kan {word}" for word in LONG.split()[:51]]
    with town.program(Grant(role="admin")) as admin:
        many = admin.post("/api/partners", json=a_partner(name="Alt", capabilities=stuffed))
        long = admin.post("/api/partners", json=a_partner(name="Alt", capabilities=[LONG[:301]]))

    assert (many.status_code, long.status_code) == (422, 422)


def test_sixty_thousand_wrong_fields_are_told_in_a_few_lines(town):
    body = json.dumps({f"x{number}": 1 for number in range(60_000)})
    with town.program(Grant(role="admin")) as admin:
        answer = admin.post(
            "/api/partners", content=body, headers={"content-type": "application/json"}
        )

    assert answer.status_code == 422
    assert len(answer.content) < 20_000
