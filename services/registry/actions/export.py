"""Everything the registry holds, ready to be written as JSON."""

from dataclasses import asdict
from typing import Any

from pydantic_core import to_jsonable_python

from services.registry.domain.listings import Listing
from services.registry.domain.partners import Partner
from services.registry.storage.database import Database

Record = dict[str, Any]


async def export_regions(database: Database) -> list[Record]:
    async with database.transaction() as tx:
        return [_plain(asdict(region)) for region in await tx.regions.all()]


async def export_partners(database: Database) -> list[Record]:
    """As they may be imported again, contacts included, with ids and versions beside."""
    async with database.transaction() as tx:
        return [_partner(partner) for partner in await tx.partners.find()]


async def export_people(database: Database) -> list[Record]:
    """Coordinators and admins."""
    async with database.transaction() as tx:
        return [_plain(asdict(person)) for person in await tx.people.all()]


async def export_listings(database: Database) -> list[Record]:
    """As they may be imported again, with `partner_id`, ids and versions beside."""
    async with database.transaction() as tx:
        return [_listing(listing) for listing in await tx.listings.find()]


def _partner(partner: Partner) -> Record:
    record = asdict(partner)
    record |= record.pop("location")
    record["capabilities"] = [capability.text for capability in partner.capabilities]
    record["contacts"] = [
        {"name": contact.name, "email": contact.email, "language": contact.language}
        for contact in partner.contacts
    ]
    return _plain(record)


def _listing(listing: Listing) -> Record:
    record = asdict(listing)
    record |= record.pop("location")
    if not record.pop("has_own_place"):
        record["place"] = None
    return _plain(record)


def _plain(record: Record) -> Record:
    plain: Record = to_jsonable_python(record)
    return plain
