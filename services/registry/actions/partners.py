"""Register, change and erase partners."""

from uuid import UUID

from services.registry.actions.locating import locate, partner_language
from services.registry.domain.contacts import Contact, gone, without
from services.registry.domain.facts import (
    contact_erased,
    contact_updated,
    listing_state,
    partner_erased,
    profile_published,
)
from services.registry.domain.partners import Partner
from services.registry.domain.records import PartnerRecord
from services.registry.storage.database import Database, Transaction


async def register_partner(database: Database, record: PartnerRecord) -> Partner:
    """Raises RegionUnknown, PartnerNameTaken, OrgnrTaken or TextsTooLong."""
    partner = Partner.register(
        record,
        location=locate(record.place, region=record.region),
        language=partner_language(record),
    )
    async with database.transaction() as tx:
        await tx.partners.add(partner)
        await _tell(tx, partner, earlier=())
    return partner


async def change_partner(database: Database, partner_id: UUID, record: PartnerRecord) -> Partner:
    """The record replaces everything; raises what `register_partner` does, and PartnerUnknown."""
    location = locate(record.place, region=record.region)
    language = partner_language(record)
    async with database.transaction() as tx:
        earlier = await tx.partners.lock(partner_id)
        partner = earlier.changed(record, location=location, language=language)
        await tx.partners.change(partner)
        await _tell(tx, partner, earlier=earlier.contacts)
        await _shut_out(tx, gone(earlier.contacts, partner.contacts))
        if partner.location != earlier.location:
            await _move_listings(tx, partner)
    return partner


async def erase_partner(database: Database, partner_id: UUID) -> None:
    """Forget the partner, its people, texts and access; the others are told to do the same."""
    async with database.transaction() as tx:
        partner = await tx.partners.lock(partner_id)
        await tx.partners.drop(partner)
        await tx.erasures.forget_messages(partner.id)
        await tx.erasures.shut_out(partner.id)
        await _shut_out(tx, list(partner.contacts))
        erased = await tx.erasures.add(
            partner.id, region=partner.region, version=partner.version + 1
        )
        for contact in partner.contacts:
            await tx.outbox.add(contact_erased(contact, partner=partner))
        await tx.outbox.add(partner_erased(erased.id, region=erased.region, version=erased.version))


async def _tell(tx: Transaction, partner: Partner, *, earlier: tuple[Contact, ...]) -> None:
    await tx.outbox.add(profile_published(partner))
    for contact in without(partner.contacts, earlier):
        await tx.outbox.add(contact_updated(contact, partner=partner))
    for contact in gone(earlier, partner.contacts):
        await tx.outbox.add(contact_erased(contact, partner=partner))


async def _shut_out(tx: Transaction, contacts: list[Contact]) -> None:
    """Those who are no contacts any more are signed out at once."""
    for contact in contacts:
        await tx.sessions.close_of(contact.id)
        await tx.sign_in_links.spend_of(contact.id)


async def _move_listings(tx: Transaction, partner: Partner) -> None:
    """Listings without a place of their own are where their partner is."""
    for found in await tx.listings.find(partner_id=partner.id):
        if not found.has_own_place:
            listing = await tx.listings.lock(found.id)
            moved = listing.moved(partner.location)
            await tx.listings.change(moved)
            await tx.outbox.add(listing_state(moved))
