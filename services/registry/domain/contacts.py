"""The people of a partner whom letters go to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.records import ContactRecord, Language, PartnerRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    id: UUID
    name: str
    email: str
    language: Language
    version: int
    away_from: date | None = None
    away_until: date | None = None
    deputy_id: UUID | None = None  #: who answers meanwhile; None lets letters wait

    @property
    def key(self) -> str:
        """What makes two records of a partner the same person."""
        return self.email.casefold()


def contacts_of(
    record: PartnerRecord, *, earlier: Iterable[Contact], language: Language
) -> tuple[Contact, ...]:
    """A contact without a language of their own reads the partner's."""
    known = {contact.key: contact for contact in earlier}
    return tuple(
        _contact(written, known.get(written.email.casefold()), language=language)
        for written in record.contacts
    )


def without(contacts: Iterable[Contact], others: Iterable[Contact]) -> list[Contact]:
    """Those that are not among `others`, by id and version."""
    seen = {(contact.id, contact.version) for contact in others}
    return [contact for contact in contacts if (contact.id, contact.version) not in seen]


def gone(earlier: Iterable[Contact], now: Iterable[Contact]) -> list[Contact]:
    kept = {contact.id for contact in now}
    return [contact for contact in earlier if contact.id not in kept]


def without_deputy(contacts: tuple[Contact, ...], deputy_id: UUID) -> tuple[Contact, ...]:
    """Nobody is stood in for by somebody who is gone."""
    return tuple(
        replace(one, deputy_id=None, version=one.version + 1) if one.deputy_id == deputy_id else one
        for one in contacts
    )


def _contact(written: ContactRecord, known: Contact | None, *, language: Language) -> Contact:
    spoken = written.language or language
    if not known:
        return Contact(
            id=uuid7(), name=written.name, email=written.email, language=spoken, version=1
        )
    now = replace(known, name=written.name, email=written.email, language=spoken)
    return now if now == known else replace(now, version=known.version + 1)
