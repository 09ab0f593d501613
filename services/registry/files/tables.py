"""From a row's fields to the fields of a partner or a listing."""

from collections.abc import Mapping
from typing import Any

from services.registry.files.values import (
    LISTING_KINDS,
    as_capabilities,
    as_day,
    as_text,
    as_website,
    code_for,
)

PARTNER_FIELDS = ("name", "kind", "orgnr", "place", "region", "sector", "description", "website")
LISTING_FIELDS = ("kind", "title", "text", "place", "expires_on")
CONTACT_FIELDS = ("contact_name", "contact_email", "contact_language")

Fields = Mapping[str, Any]


def is_listing(fields: Fields) -> bool:
    if "type" in fields:
        return str(fields["type"]) == "listing"
    return "title" in filled(fields) or _kind(fields) in LISTING_KINDS


def is_capability(fields: Fields) -> bool:
    return _kind(fields) == "capability"


def _kind(fields: Fields) -> str:
    return str(code_for("kind", fields.get("kind")))


def filled(fields: Fields) -> dict[str, Any]:
    """Empty cells mean that nothing was said."""
    return {name: value for name, value in fields.items() if not _is_blank(value)}


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def partner_fields(fields: Fields) -> dict[str, Any]:
    said = _texts(fields, (*PARTNER_FIELDS, "language"))
    if "capabilities" in fields:
        said["capabilities"] = as_capabilities(fields["capabilities"])
    if "website" in said:
        said["website"] = as_website(said["website"])
    contacts = _contacts(fields)
    return {**said, "contacts": contacts} if contacts is not None else said


def listing_fields(fields: Fields) -> dict[str, Any]:
    said = _texts(fields, (*LISTING_FIELDS, "language"))
    if "expires_on" in said:
        said["expires_on"] = as_day(fields["expires_on"])
    return said


def _texts(fields: Fields, names: tuple[str, ...]) -> dict[str, Any]:
    said = {name: as_text(fields[name]) for name in names if name in fields}
    return {name: _coded(name, value) for name, value in said.items()}


def _coded(name: str, value: Any) -> Any:
    return code_for(name, value) if name in {"kind", "language"} else value


def _contacts(fields: Fields) -> Any:
    """A list of objects, or the one contact that a table has room for."""
    if "contacts" in fields:
        return fields["contacts"]
    given = {
        name.removeprefix("contact_"): fields[name] for name in CONTACT_FIELDS if name in fields
    }
    if not given:
        return None
    # A shared mailbox has nobody's name; the organisation's stands in for it.
    return [{"name": fields.get("name"), **{k: _coded(k, v) for k, v in given.items()}}]
