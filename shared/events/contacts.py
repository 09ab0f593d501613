"""What the notifier must know to write letters.

These carry names and addresses, so they travel on a stream of their own that only the registry
may write and only the notifier may read.
"""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.base import Event, EventData, Source
from shared.events.profiles import Language


class ContactData(EventData):
    partner_id: UUID
    name: str
    email: str
    language: Language = "nb"


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


class RegionData(EventData):
    slug: str
    name: str
    network_name: str
    host: str
    coordinator_name: str | None = None
    sender_address: str
    language: Language = "nb"


class RegionUpdated(Event):
    """A region's name, host or sender is new or has changed; `subject` is the region."""

    stream: ClassVar[str] = "contacts"

    type: Literal["region.updated.v1"] = "region.updated.v1"
    source: Source = "registry"
    data: RegionData
