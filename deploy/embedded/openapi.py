"""One OpenAPI document made of several."""

import json
from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]

SCHEMA = "#/components/schemas/"


def merged(documents: Mapping[str, Document]) -> Document:
    """The first says what is said once. Of two schemas with one name and different contents the
    later one is renamed for its service."""
    whole: Document = {"paths": {}, "components": {}}
    for service, document in documents.items():
        whole = {**document, **whole}
        part = _renamed(document, _clashes(document, whole, service=service))
        whole["paths"] |= {path: part["paths"][path] for path in part["paths"]}
        for kind, named in part.get("components", {}).items():
            whole["components"].setdefault(kind, {}).update(named)
    whole["info"] = {**whole["info"], "title": "Koblingsboks"}
    return whole


def _clashes(document: Document, whole: Document, *, service: str) -> dict[str, str]:
    known = whole["components"].get("schemas", {})
    schemas = document.get("components", {}).get("schemas", {})
    return {
        name: f"{service.capitalize()}{name}"
        for name, schema in schemas.items()
        if name in known and known[name] != schema
    }


def _renamed(document: Document, names: Mapping[str, str]) -> Document:
    text = json.dumps(document)
    for name, new in names.items():
        text = text.replace(f'"{SCHEMA}{name}"', f'"{SCHEMA}{new}"')
    renamed: Document = json.loads(text)
    schemas = renamed.get("components", {}).get("schemas", {})
    for name, new in names.items():
        schemas[new] = schemas.pop(name)
    return renamed
