"""Reads a sample network: who is in it, what they wrote, and which pairs came true."""

from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from services.registry.domain.records import ListingRecord, PartnerRecord

OSTFOLD = Path(__file__).parent / "ostfold.json"


class NetworkPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str


class SamplePartner(NetworkPart):
    key: str
    partner: PartnerRecord

    @property
    def body(self) -> dict[str, Any]:
        """What `POST /api/partners` takes."""
        return self.partner.model_dump(mode="json", exclude_none=True)


class SampleListing(NetworkPart):
    key: str
    owner: str  #: the key of a partner
    listing: ListingRecord

    @property
    def body(self) -> dict[str, Any]:
        """What `POST /api/partners/{id}/listings` takes."""
        return self.listing.model_dump(mode="json", exclude_none=True)


class Collaboration(NetworkPart):
    """A need and an offer, by the keys of their listings, that really met."""

    need: str
    offer: str
    outcome: str


class Network(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    partners: tuple[SamplePartner, ...]
    listings: tuple[SampleListing, ...]
    collaborations: tuple[Collaboration, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """Slugs, each once, in the order of the partners."""
        return tuple(dict.fromkeys(each.partner.region for each in self.partners))

    def within(self, region: str) -> "Network":
        """The part of the network in one region."""
        partners = tuple(each for each in self.partners if each.partner.region == region)
        owners = {each.key for each in partners}
        listings = tuple(each for each in self.listings if each.owner in owners)
        keys = {each.key for each in listings}
        came_true = tuple(each for each in self.collaborations if {each.need, each.offer} <= keys)
        return Network(partners=partners, listings=listings, collaborations=came_true)

    @model_validator(mode="after")
    def _every_key_leads_somewhere(self) -> Self:
        partners = [each.key for each in self.partners]
        listings = [each.key for each in self.listings]
        assert len({*partners}) == len(partners), "two partners have the same key"
        assert len({*listings}) == len(listings), "two listings have the same key"
        assert {each.owner for each in self.listings} <= {*partners}, "a listing has no owner"
        ends = {key for each in self.collaborations for key in (each.need, each.offer)}
        assert ends <= {*listings}, "a collaboration has no listing"
        return self


def load_network(path: Path | None = None) -> Network:
    return Network.model_validate_json((path or OSTFOLD).read_bytes())
