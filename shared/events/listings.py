"""Facts about needs, offers and ideas, published by the registry; `subject` is the listing."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.base import Event, EventData, Source
from shared.events.profiles import Language

ListingKind = Literal["need", "offer", "idea"]


class ListingData(EventData):
    partner_id: UUID
    kind: ListingKind
    title: str
    text: str
    language: Language
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    expires_on: date | None = None


class ListingEvent(Event):
    stream: ClassVar[str] = "listings"

    source: Source = "registry"
    data: ListingData


class NeedPublished(ListingEvent):
    """A need is new, or its text has changed."""

    type: Literal["need.published.v1"] = "need.published.v1"


class OfferPublished(ListingEvent):
    """An offer is new, or its text has changed."""

    type: Literal["offer.published.v1"] = "offer.published.v1"


class IdeaPublished(ListingEvent):
    """A green business idea is new, or its text has changed."""

    type: Literal["idea.published.v1"] = "idea.published.v1"


class NeedClosed(ListingEvent):
    """A need is met, withdrawn or expired."""

    type: Literal["need.closed.v1"] = "need.closed.v1"


class OfferClosed(ListingEvent):
    """An offer is taken, withdrawn or expired."""

    type: Literal["offer.closed.v1"] = "offer.closed.v1"


class IdeaClosed(ListingEvent):
    """An idea is realised, withdrawn or expired."""

    type: Literal["idea.closed.v1"] = "idea.closed.v1"


PUBLISHED: dict[ListingKind, type[ListingEvent]] = {
    "need": NeedPublished,
    "offer": OfferPublished,
    "idea": IdeaPublished,
}
CLOSED: dict[ListingKind, type[ListingEvent]] = {
    "need": NeedClosed,
    "offer": OfferClosed,
    "idea": IdeaClosed,
}
