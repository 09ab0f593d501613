"""The contacts of a partner as they look after each other."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.contacts import Contact
from services.registry.domain.errors import (
    ContactKnown,
    ContactsTooMany,
    ContactUnknown,
    DeputyUnusable,
    ReturnTooEarly,
)
from services.registry.domain.partners import Partner
from services.registry.domain.records import MOST_CONTACTS, CalendarDay, ContactRecord


class ColleagueRecord(ContactRecord):
    """`deputy_id` is who answers while this one is away."""

    away_from: CalendarDay = None
    away_until: CalendarDay = None
    deputy_id: UUID | None = None


def with_colleague(partner: Partner, record: ColleagueRecord) -> tuple[Partner, Contact]:
    """The partner with one contact more.

    Raises:
        ContactKnown, ContactsTooMany, DeputyUnusable or ReturnTooEarly
    """
    if len(partner.contacts) >= MOST_CONTACTS:
        raise ContactsTooMany
    contact = Contact(
        id=uuid7(),
        name=record.name,
        email=record.email,
        language=record.language or partner.language,
        version=1,
        **_absence(record),
    )
    _check(partner, contact)
    return replace(partner, contacts=(*partner.contacts, contact)), contact


def with_changed(
    partner: Partner, contact_id: UUID, record: ColleagueRecord
) -> tuple[Partner, Contact]:
    """The partner with one contact changed, which is of the same version if nothing was.

    Raises:
        ContactUnknown, ContactKnown, DeputyUnusable or ReturnTooEarly
    """
    earlier = contact_of(partner, contact_id)
    written = replace(
        earlier,
        name=record.name,
        email=record.email,
        language=record.language or earlier.language,
        **_absence(record),
    )
    contact = written if written == earlier else replace(written, version=earlier.version + 1)
    _check(partner, contact)
    contacts = tuple(contact if one.id == contact_id else one for one in partner.contacts)
    return replace(partner, contacts=contacts), contact


def contact_of(partner: Partner, contact_id: UUID) -> Contact:
    """Raises ContactUnknown."""
    found = next((one for one in partner.contacts if one.id == contact_id), None)
    if not found:
        raise ContactUnknown
    return found


def _absence(record: ColleagueRecord) -> dict[str, Any]:
    return record.model_dump(include={"away_from", "away_until", "deputy_id"})


def _check(partner: Partner, contact: Contact) -> None:
    others = [one for one in partner.contacts if one.id != contact.id]
    if contact.key in {one.key for one in others}:
        raise ContactKnown
    if contact.deputy_id and contact.deputy_id not in {one.id for one in others}:
        raise DeputyUnusable
    if contact.away_from and contact.away_until and contact.away_until < contact.away_from:
        raise ReturnTooEarly
