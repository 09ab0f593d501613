"""The AsyncAPI 3.0 document of our streams, built from the event classes.

`python -m shared.events.asyncapi` prints it.
"""

import json
import sys
from typing import Any

from shared.events.base import Event
from shared.events.reading import EVENTS
from shared.messaging.streams import READERS, WRITER

SCHEMAS = "#/components/schemas/{model}"


def asyncapi_document() -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Koblingsboks events",
            "version": "1",
            "description": (
                "JSON with CloudEvents 1.0 attribute names, one event an entry, on Redis Streams. "
                "Delivered at least once and in no certain order: `id` tells repeats, `version` "
                "tells old news. See docs/events.md for the wire form."
            ),
        },
        "channels": {stream: _channel(stream) for stream in WRITER},
        "operations": _operations(),
        "components": {
            "messages": {_type(event): _message(event) for event in EVENTS},
            "schemas": _schemas(),
        },
    }


def _channel(stream: str) -> dict[str, Any]:
    events = [event for event in EVENTS if event.stream == stream]
    return {
        "address": stream,
        "messages": {
            _type(event): {"$ref": f"#/components/messages/{_type(event)}"} for event in events
        },
    }


def _operations() -> dict[str, Any]:
    sending = {
        f"{writer}.{stream}.send": _operation("send", stream) for stream, writer in WRITER.items()
    }
    receiving = {
        f"{reader}.{stream}.receive": _operation("receive", stream)
        for stream, readers in READERS.items()
        for reader in readers
    }
    return sending | receiving


def _operation(action: str, stream: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{stream}"}}


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": _type(event),
        "summary": event.__doc__,
        "contentType": "application/json",
        "payload": {"$ref": SCHEMAS.format(model=event.__name__)},
    }


def _schemas() -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    for event in EVENTS:
        schema = event.model_json_schema(ref_template=SCHEMAS)
        schemas |= schema.pop("$defs", {})
        schemas[event.__name__] = schema
    return schemas


def _type(event: type[Event]) -> str:
    return str(event.model_fields["type"].default)


if __name__ == "__main__":
    json.dump(asyncapi_document(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
