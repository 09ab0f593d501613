"""Brings the sample network into a running Koblingsboks, through its API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.cli.api import Api
from deploy.demo.network import Network, SampleListing

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    listing_ids: Mapping[str, str]  #: by the keys of the network
    partners_added: int
    listings_added: int


async def import_sample(api: Api, network: Network) -> Sample:
    """What is there from an earlier time is left as it is."""
    partner_ids = await _partner_ids(api)
    there = await _listing_ids(api, network, partner_ids)
    partners = [one for one in network.partners if one.partner.name not in partner_ids]
    listings = [one for one in network.listings if one.key not in there]
    if partners or listings:
        places = {one.key: place for place, one in enumerate(partners)}
        names = {one.key: one.partner.name for one in network.partners}
        rows = [
            {"partner": places.get(one.owner, names[one.owner]), "listing": one.body}
            for one in listings
        ]
        await api.post(
            "/api/imports", {"partners": [one.body for one in partners], "listings": rows}
        )
    return Sample(
        listing_ids=await _listing_ids(api, network, await _partner_ids(api)),
        partners_added=len(partners),
        listings_added=len(listings),
    )


async def _partner_ids(api: Api) -> dict[str, str]:
    return {partner["name"]: partner["id"] for partner in await api.every("/api/partners")}


async def _listing_ids(
    api: Api, network: Network, partner_ids: Mapping[str, str]
) -> dict[str, str]:
    names = {one.key: one.partner.name for one in network.partners}
    found = {
        (each["partner_id"], each["kind"], each["title"]): each["id"]
        for each in await api.every("/api/listings")
    }

    def identity(one: SampleListing) -> tuple[str | None, str, str]:
        return partner_ids.get(names[one.owner]), one.listing.kind, one.listing.title

    return {one.key: found[identity(one)] for one in network.listings if identity(one) in found}
