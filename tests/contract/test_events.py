"""Events already on a stream must stay readable: add samples, never edit them."""

import json
from pathlib import Path

import pytest

from shared.events.asyncapi import asyncapi_document
from shared.events.base import LARGEST_EVENT
from shared.events.reading import BY_TYPE, EventTooLarge, UnreadableEvent, read_event, write_event
from tests.factories import a_need

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))
ASYNCAPI = Path(__file__).parents[2] / "docs" / "asyncapi.json"


def test_every_event_has_a_sample():
    assert {path.stem for path in SAMPLES} >= set(BY_TYPE)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_old_sample_is_still_read_whole(path):
    sample = json.loads(path.read_text(encoding="utf-8"))

    event = read_event(path.read_bytes())

    written = json.loads(write_event(event))
    assert _as_far_as(sample, written) == sample


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_a_newer_writer_adds_is_passed_over(path):
    newer = json.loads(path.read_text(encoding="utf-8"))
    newer["unheard"] = newer["data"]["unheard"] = {"of": ["yet"]}

    assert read_event(json.dumps(newer).encode()) == read_event(path.read_bytes())


def test_contacts_travel_on_no_other_stream():
    people = [event for event in BY_TYPE.values() if "email" in str(event.model_json_schema())]

    assert {event.stream for event in people} == {"contacts"}


def test_an_event_over_64_kb_is_neither_written_nor_read():
    event = a_need(data={"text": "æ" * LARGEST_EVENT})

    with pytest.raises(EventTooLarge):
        write_event(event)
    with pytest.raises(UnreadableEvent, match="bytes are more than"):
        read_event(event.model_dump_json().encode())


def test_the_asyncapi_document_is_the_one_in_the_docs():
    assert json.loads(ASYNCAPI.read_text(encoding="utf-8")) == asyncapi_document()


def _as_far_as(sample, written):
    """What is written, without the fields that later versions added."""
    if isinstance(sample, dict):
        return {key: _as_far_as(sample[key], written[key]) for key in sample}
    if isinstance(sample, list):
        return [_as_far_as(one, other) for one, other in zip(sample, written, strict=True)]
    return written
