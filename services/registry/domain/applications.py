"""An organisation that wants to become a partner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from services.registry.domain.addresses import EmailAddress, OrganisationNumber
from services.registry.domain.contacts import Contact
from services.registry.domain.partners import Partner
from services.registry.domain.records import (
    ContactRecord,
    Language,
    PartnerKind,
    PartnerRecord,
    Record,
    Region,
)
from services.registry.domain.texts import ListingText, Name, ShortLine

KEPT_DAYS = 180  #: without an answer
ALIKE = 0.82  #: of two names, from 0 to 1; "Elvemo Biogass AS" and "Elvemo Biogas" are
#: What says of what sort an organisation is, not which one.
FORMS = frozenset({"as", "asa", "sa", "ba", "ks", "iks", "hf", "da", "ans", "stiftelsen"})
#: Addresses there tell nothing about where somebody works.
ANYBODYS = frozenset(
    {"gmail.com", "hotmail.com", "outlook.com", "live.no", "online.no", "icloud.com", "yahoo.no"}
)


class ApplicationRecord(Record):
    organisation: Name
    kind: PartnerKind
    orgnr: OrganisationNumber = None
    place: ShortLine = ""
    region: Region
    description: ListingText
    contact_name: Name
    contact_email: EmailAddress
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    id: UUID
    region: str
    organisation: str
    kind: PartnerKind
    orgnr: str | None
    place: str
    description: str
    contact_name: str
    contact_email: str
    language: Language
    applied_at: datetime

    @property
    def contact(self) -> ContactRecord:
        return ContactRecord(
            name=self.contact_name, email=self.contact_email, language=self.language
        )

    @property
    def partner(self) -> PartnerRecord:
        """What they become when they are let in."""
        return PartnerRecord(
            name=self.organisation,
            kind=self.kind,
            orgnr=self.orgnr,
            place=self.place,
            region=self.region,
            description=self.description,
            contacts=(self.contact,),
        )


def contact_with(partner: Partner, email: str) -> Contact:
    return next(one for one in partner.contacts if one.key == email.casefold())


def resembling(application: Application, partners: Iterable[Partner]) -> list[Partner]:
    """Partners that may be the same organisation: by number, name or where its people work."""
    return [partner for partner in partners if _is_alike(application, partner)]


def _is_alike(application: Application, partner: Partner) -> bool:
    if application.orgnr and application.orgnr == partner.orgnr:
        return True
    domains = {_domain(contact.email) for contact in partner.contacts}
    if _domain(application.contact_email) in domains - ANYBODYS:
        return True
    names = _plain(application.organisation), _plain(partner.name)
    return SequenceMatcher(None, *names, autojunk=False).ratio() >= ALIKE


def _domain(email: str) -> str:
    return email.rpartition("@")[2].casefold()


def _plain(name: str) -> str:
    words = [word for word in name.casefold().split() if word not in FORMS]
    return " ".join(words) or name.casefold()
