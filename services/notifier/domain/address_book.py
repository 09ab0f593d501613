"""Whom letters go to and in whose name: copies of what the registry owns."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.events.contacts import ReplyTo
from shared.events.profiles import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    id: UUID
    partner_id: UUID
    name: str
    email: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Both days included. `deputy_id` is the contact who answers meanwhile."""

    away_from: date | None = None
    away_until: date | None = None
    deputy_id: UUID | None = None


PRESENT = Absence()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalContact:
    id: UUID
    partner_id: UUID
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    slug: str
    name: str
    network_name: str
    host: str
    coordinator_name: str | None
    sender_address: str
    language: Language
    languages: tuple[Language, ...] = ("nb", "nn", "en")
    reply_to: ReplyTo = "coordinator"
    asks_first: bool = False
    proposes_time: bool = False
    introductions_a_month: int | None = None
    open_introductions: int | None = None
    reminder_days: tuple[int, ...] = (7, 21)
    pauses_in_july: bool = False
    keeps_quiet_hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """What its profile says of an organisation, as much as letters need."""

    id: UUID
    name: str
    kind: str | None
    sector: str
    place: str
    description: str
    language: Language | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinator:
    """One who decides for `regions` and is told how they are doing."""

    id: UUID
    regions: tuple[str, ...]
    name: str
    email: str
    language: Language
