"""A partner as far as matching needs to know it."""

from dataclasses import dataclass
from uuid import UUID

from shared.events.profiles import Language, PartnerKind, ProfilePublished


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    id: UUID
    region: str
    name: str
    kind: PartnerKind
    sector: str
    place: str
    latitude: float | None
    longitude: float | None
    description: str
    language: Language
    version: int
    is_paused: bool = False  #: takes no new suggestions for the time being

    @classmethod
    def from_event(cls, event: ProfilePublished) -> "Partner":
        data = event.data
        return cls(
            id=event.subject,
            region=event.region,
            name=data.name,
            kind=data.kind,
            sector=data.sector,
            place=data.place,
            latitude=data.latitude,
            longitude=data.longitude,
            description=data.description,
            language=data.language,
            version=event.version,
            is_paused=data.is_paused,
        )
