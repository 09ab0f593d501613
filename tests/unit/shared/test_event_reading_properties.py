"""Whatever lies on a stream is an event we know, or is refused: nothing else ever comes of it."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.events.base import LARGEST_EVENT
from shared.events.reading import BY_TYPE, UnreadableEvent, read_event, write_event

SAMPLES = [
    file.read_bytes() for file in (Path(__file__).parents[2] / "contract/samples").glob("*.json")
]
FINITE = st.floats(allow_nan=False, allow_infinity=False)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | FINITE | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)

some = settings(max_examples=40, deadline=None)


def read_or_refused(body: bytes) -> None:
    with suppress(UnreadableEvent):
        event = read_event(body)
        assert type(event) is BY_TYPE[event.type]


@some
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes):
    read_or_refused(body)


@some
@given(ANYTHING)
def test_any_json_is_read_or_refused(value: Any):
    read_or_refused(json.dumps(value).encode())


@some
@given(st.data())
def test_a_sample_with_anything_in_one_place_is_read_or_refused(data: st.DataObject):
    event = json.loads(data.draw(st.sampled_from(SAMPLES)))
    place = data.draw(st.sampled_from([one for one in (event, event["data"]) if one]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(ANYTHING)

    read_or_refused(json.dumps(event).encode())


@some
@given(st.sampled_from(SAMPLES), st.integers(0, 3000), st.binary(max_size=4))
def test_a_sample_with_a_few_bytes_changed_is_read_or_refused(sample, at, put):
    read_or_refused(sample[: at % len(sample)] + put + sample[at % len(sample) + len(put) :])


@some
@given(st.sampled_from(SAMPLES), st.dictionaries(st.text(min_size=30, max_size=40), ANYTHING))
def test_fields_that_a_newer_version_adds_are_passed_over(sample: bytes, added: dict[str, Any]):
    newer = json.loads(sample)
    newer = {**added, **newer, "data": {**added, **newer["data"]}}

    assert read_event(json.dumps(newer).encode()) == read_event(sample)


@some
@given(st.sampled_from(SAMPLES))
def test_what_is_written_is_read_as_the_same(sample: bytes):
    assert read_event(write_event(read_event(sample))) == read_event(sample)


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(UnreadableEvent, match="more than"):
        read_event(b"[" * (LARGEST_EVENT + 1))
