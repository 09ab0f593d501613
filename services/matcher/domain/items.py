"""What partners seek and give, each as one item: needs, offers, ideas and capabilities."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.matcher.domain.questions import Question, question_for
from services.matcher.ranking.statements import statement
from shared.events.listings import ListingEvent
from shared.events.profiles import Language, ProfilePublished
from shared.events.suggestions import ItemKind

ItemStatus = Literal["open", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    id: UUID
    partner_id: UUID
    region: str
    kind: ItemKind
    title: str = ""
    text: str
    language: Language
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    expires_on: date | None = None
    version: int
    status: ItemStatus = "open"

    @property
    def question(self) -> Question | None:
        """What to ask before it is matched; None where it says enough."""
        return question_for(self.kind, statement(title=self.title, text=self.text))

    @classmethod
    def from_listing(cls, event: ListingEvent, *, status: ItemStatus) -> "Item":
        data = event.data
        return cls(
            id=event.subject,
            partner_id=data.partner_id,
            region=event.region,
            kind=data.kind,
            title=data.title,
            text=data.text,
            language=data.language,
            place=data.place,
            latitude=data.latitude,
            longitude=data.longitude,
            expires_on=data.expires_on,
            version=event.version,
            status=status,
        )


def capabilities_of(event: ProfilePublished) -> list[Item]:
    """The capabilities of a profile; they change when it changes, so they share its version."""
    return [
        Item(
            id=capability.id,
            partner_id=event.subject,
            region=event.region,
            kind="capability",
            text=capability.text,
            language=event.data.language,
            place=event.data.place,
            latitude=event.data.latitude,
            longitude=event.data.longitude,
            version=event.version,
        )
        for capability in event.data.capabilities
    ]
