"""How a region wants its suggestions made."""

from dataclasses import dataclass
from typing import Self

from shared.events.profiles import Language
from shared.events.regions import MatchingSettings, RegionConfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSettings:
    """None leaves it to the service's own setting. `MatchingSettings` says what each one is."""

    region: str
    name: str
    network_name: str
    language: Language
    threshold: float | None
    open_suggestions: int | None
    bridging: float
    asks_first: bool
    crosses_regions: bool
    nobody_fits_days: int
    nothing_got_months: int

    @property
    def proposing(self) -> tuple[float | None, int | None, float]:
        """What decides which pairs are proposed."""
        return self.threshold, self.open_suggestions, self.bridging

    @classmethod
    def from_event(cls, event: RegionConfigured) -> Self:
        return cls._of(event.data)

    @classmethod
    def usual(cls, region: str) -> Self:
        """Of a region that nobody has told us of yet."""
        return cls._of(MatchingSettings(slug=region, name=region))

    @classmethod
    def _of(cls, data: MatchingSettings) -> Self:
        return cls(
            region=data.slug,
            name=data.name,
            network_name=data.network_name,
            language=data.language,
            threshold=data.threshold,
            open_suggestions=data.open_suggestions,
            bridging=data.bridging,
            asks_first=data.asks_first,
            crosses_regions=data.crosses_regions,
            nobody_fits_days=data.nobody_fits_days,
            nothing_got_months=data.nothing_got_months,
        )
