"""A region: one county's network and how it presents itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import StringConstraints
from uuid6 import uuid7

from services.registry.domain.addresses import EmailAddress
from services.registry.domain.counties import County
from services.registry.domain.errors import RegionSlugFixed
from services.registry.domain.records import LONGEST_SLUG, SLUG, Language, Record
from services.registry.domain.texts import Name
from shared.clock import utc_now

Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG.pattern}$", max_length=LONGEST_SLUG)]


class RegionSettings(Record):
    """What an admin may change about a region; letters show all of it but the slug."""

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
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def add(cls, record: RegionRecord) -> Self:
        now = utc_now()
        return cls(id=uuid7(), version=1, created_at=now, updated_at=now, **record.model_dump())

    def changed(self, settings: RegionSettings) -> "Region":
        """Raises RegionSlugFixed when the settings name another slug."""
        if settings.slug not in {None, self.slug}:
            raise RegionSlugFixed
        written = settings.model_dump(exclude={"slug"})
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
