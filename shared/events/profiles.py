"""Facts about partners and what they can do, published by the registry."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.base import Event, EventData, Source

PartnerKind = Literal["business", "public", "academia", "ngo"]
Language = Literal["nb", "nn", "en"]


class Capability(EventData):
    id: UUID
    text: str


class ProfileData(EventData):
    name: str
    kind: PartnerKind
    sector: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    description: str = ""
    language: Language = "nb"
    website: str | None = None
    #: Takes no new suggestions for the time being.
    is_paused: bool = False
    capabilities: tuple[Capability, ...] = ()


class ProfilePublished(Event):
    """A partner's profile is new or has changed; `subject` is the partner."""

    stream: ClassVar[str] = "profiles"

    type: Literal["profile.published.v1"] = "profile.published.v1"
    source: Source = "registry"
    data: ProfileData


class PartnerErased(Event):
    """A partner and all its people are to be forgotten; `subject` is the partner."""

    stream: ClassVar[str] = "profiles"

    type: Literal["partner.erased.v1"] = "partner.erased.v1"
    source: Source = "registry"
    data: EventData = EventData()
