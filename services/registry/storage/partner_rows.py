"""Between a partner and its rows."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.registry.domain.contacts import Contact
from services.registry.domain.locations import Location
from services.registry.domain.partners import Capability, Partner


def partner_from(columns: dict[str, Any]) -> Partner:
    location = location_from(columns)
    capabilities = json.loads(columns.pop("capabilities") or "[]")
    contacts = json.loads(columns.pop("contacts") or "[]")
    return Partner(
        **columns,
        location=location,
        capabilities=tuple(
            Capability(id=UUID(part["id"]), text=part["text"]) for part in capabilities
        ),
        contacts=tuple(_contact_from(part) for part in contacts),
    )


def location_from(columns: dict[str, Any]) -> Location:
    """Takes its three columns out of `columns`."""
    return Location(
        place=columns.pop("place"),
        latitude=columns.pop("latitude"),
        longitude=columns.pop("longitude"),
    )


def capability_rows(partner: Partner) -> Iterable[tuple[Any, ...]]:
    return [
        (capability.id, partner.id, position, capability.text)
        for position, capability in enumerate(partner.capabilities)
    ]


def contact_rows(partner: Partner) -> Iterable[tuple[Any, ...]]:
    return [
        (
            contact.id,
            partner.id,
            position,
            contact.name,
            contact.email,
            contact.key,
            contact.language,
            contact.version,
            contact.away_from,
            contact.away_until,
            contact.deputy_id,
        )
        for position, contact in enumerate(partner.contacts)
    ]


def name_key(name: str) -> str:
    return " ".join(name.casefold().split())


def searched_text(partner: Partner) -> str:
    parts = (
        partner.name,
        partner.orgnr,
        partner.sector,
        partner.location.place,
        partner.description,
        *(capability.text for capability in partner.capabilities),
    )
    return "\n".join(part.casefold() for part in parts if part)


def _contact_from(part: Mapping[str, Any]) -> Contact:
    return Contact(
        id=UUID(part["id"]),
        name=part["name"],
        email=part["email"],
        language=part["language"],
        version=part["version"],
        away_from=_day(part["away_from"]),
        away_until=_day(part["away_until"]),
        deputy_id=UUID(part["deputy_id"]) if part["deputy_id"] else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
