"""A region: one county's network and how it presents itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import StringConstraints
from uuid6 import uuid7

from services.registry.domain.addresses import EmailAddress
from services.registry.domain.counties import County
from services.registry.domain.errors import RegionChangedMeanwhile, RegionSlugFixed
from services.registry.domain.records import LONGEST_SLUG, SLUG, Language
from services.registry.domain.region_ways import Colour, RegionWays, ReplyTo
from services.registry.domain.texts import Name
from shared.clock import utc_now

Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG.pattern}$", max_length=LONGEST_SLUG)]


class RegionSettings(RegionWays):
    """What may be changed about a region: how it presents itself and how it works."""

    slug: Slug | None = None
    name: Name
    network_name: Name
    host: Name
    coordinator_name: Name | None = None
    sender_address: EmailAddress
    language: Language = "nb"


class RegionRecord(RegionSettings):
    slug: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    id: UUID
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
    threshold: float | None = None
    open_suggestions: int | None = None
    bridging: float = 0.0
    crosses_regions: bool = False
    nobody_fits_days: int = 30
    nothing_got_months: int = 6
    colour: Colour | None = None
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def add(cls, record: RegionRecord) -> Self:
        now = utc_now()
        return cls(id=uuid7(), version=1, created_at=now, updated_at=now, **record.model_dump())

    def changed(self, settings: RegionSettings, *, seen: int | None = None) -> "Region":
        """The next version; `seen` is the one that the change was made upon.

        Raises:
            RegionSlugFixed: the settings name another slug.
            RegionChangedMeanwhile: another version than `seen` is there now.
        """
        if settings.slug not in {None, self.slug}:
            raise RegionSlugFixed
        if seen not in {None, self.version}:
            raise RegionChangedMeanwhile
        written: dict[str, Any] = settings.model_dump(exclude={"slug"})
        return replace(self, version=self.version + 1, updated_at=utc_now(), **written)


def region_of_county(county: County, *, mail_domain: str) -> RegionRecord:
    """Its letters come from the slug at `mail_domain` until an admin says otherwise."""
    return RegionRecord(
        slug=county.slug,
        name=county.name,
        network_name=county.network_name,
        host=county.host,
        sender_address=f"{county.slug}@{mail_domain}",
        language=county.language,
    )
