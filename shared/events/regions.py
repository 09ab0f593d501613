"""How a region wants its suggestions made, published by the registry."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.events.base import Event, EventData, Source
from shared.events.profiles import Language


class MatchingSettings(EventData):
    """What the matcher must know of a region. None leaves it to the service's own setting."""

    slug: str
    name: str
    network_name: str = ""
    language: Language = "nb"
    #: The chance from which on a pair is proposed.
    threshold: float | None = Field(default=None, ge=0, le=1)
    #: How many suggestions may be open at once for one partner.
    open_suggestions: int | None = Field(default=None, ge=1)
    #: How much pairs of different kinds of partner are preferred.
    bridging: float = Field(default=0.0, ge=0, le=1)
    asks_first: bool = False
    crosses_regions: bool = False
    #: After so many days a need without a suggestion, and months a partner without one, is shown.
    nobody_fits_days: int = Field(default=30, ge=1)
    nothing_got_months: int = Field(default=6, ge=1)
    #: Of pages and letters, by its name in Designsystemet; None is the usual one.
    colour: str | None = None


class RegionConfigured(Event):
    """A region's settings for matching are new or have changed; `subject` is the region."""

    stream: ClassVar[str] = "profiles"

    type: Literal["region.configured.v1"] = "region.configured.v1"
    source: Source = "registry"
    data: MatchingSettings
