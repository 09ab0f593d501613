"""What the notifier must know to write letters.

These carry names and addresses, so they travel on a stream of their own that only the registry
may write and only the notifier may read.
"""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.base import Event, EventData, Source
from shared.events.profiles import Language


class ContactData(EventData):
    partner_id: UUID
    name: str
    email: str
    language: Language = "nb"
    away_from: date | None = None
    away_until: date | None = None
    #: The contact who answers while this one is away; None lets letters wait.
    deputy_id: UUID | None = None


class ContactUpdated(Event):
    """A contact is new or has changed; `subject` is the contact."""

    stream: ClassVar[str] = "contacts"

    type: Literal["contact.updated.v1"] = "contact.updated.v1"
    source: Source = "registry"
    data: ContactData


class ContactErasedData(EventData):
    partner_id: UUID


class ContactErased(Event):
    """A contact is to be forgotten; `subject` is the contact."""

    stream: ClassVar[str] = "contacts"

    type: Literal["contact.erased.v1"] = "contact.erased.v1"
    source: Source = "registry"
    data: ContactErasedData


ReplyTo = Literal["coordinator", "other"]


class RegionData(EventData):
    """How a region writes its letters. A limit of None is no limit."""

    slug: str
    name: str
    network_name: str
    host: str
    coordinator_name: str | None = None
    sender_address: str
    language: Language = "nb"
    languages: tuple[Language, ...] = ("nb", "nn", "en")
    reply_to: ReplyTo = "coordinator"
    #: Both must say yes before either learns who the other is.
    asks_first: bool = False
    #: A proposed time, as an .ics file, goes with each introduction.
    proposes_time: bool = False
    introductions_a_month: int | None = None
    open_introductions: int | None = None
    reminder_days: tuple[int, ...] = (7, 21)
    pauses_in_july: bool = False
    keeps_quiet_hours: bool = False
    #: Of pages and letters, by its name in Designsystemet; None is the usual one.
    colour: str | None = None


class RegionUpdated(Event):
    """A region's name, host or sender is new or has changed; `subject` is the region."""

    stream: ClassVar[str] = "contacts"

    type: Literal["region.updated.v1"] = "region.updated.v1"
    source: Source = "registry"
    data: RegionData


class CoordinatorData(EventData):
    """Who decides for which regions, by their slugs."""

    name: str
    email: str
    language: Language = "nb"
    regions: tuple[str, ...] = ()


class CoordinatorUpdated(Event):
    """A coordinator is new, or decides for other regions; `subject` is the person. Without any
    regions the person is to be forgotten, name and address are then empty."""

    stream: ClassVar[str] = "contacts"

    type: Literal["coordinator.updated.v1"] = "coordinator.updated.v1"
    source: Source = "registry"
    data: CoordinatorData


class InvitationData(EventData):
    """`contact_id` is whom to write to; their address comes with contact.updated."""

    contact_id: UUID
    partner_id: UUID
    partner_name: str
    invited_by: str = ""
    #: They asked to join, and were let in.
    had_applied: bool = False


class ContactInvited(Event):
    """A contact is to be invited to sign in for the first time; `subject` is the invitation."""

    stream: ClassVar[str] = "contacts"

    type: Literal["contact.invited.v1"] = "contact.invited.v1"
    source: Source = "registry"
    data: InvitationData
