"""Register, change and erase partners and their contacts."""

from uuid import UUID

from services.registry.actions.locating import locate, partner_language
from services.registry.domain.contacts import Contact, gone, without
from services.registry.domain.errors import PartnerChangedMeanwhile
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
from services.registry.storage.erasures import ErasedContact


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


async def change_partner(
    database: Database, partner_id: UUID, record: PartnerRecord, *, seen: int | None = None
) -> Partner:
    """The record replaces everything; `seen` is the version it was made upon, where that is known.

    Raises:
        PartnerUnknown, PartnerChangedMeanwhile, and what `register_partner` does.
    """
    location = locate(record.place, region=record.region)
    language = partner_language(record)
    async with database.transaction() as tx:
        earlier = await tx.partners.lock(partner_id)
        if seen not in {None, earlier.version}:
            raise PartnerChangedMeanwhile
        partner = earlier.changed(record, location=location, language=language)
        await tx.partners.change(partner)
        await _forget_contacts(tx, earlier, gone(earlier.contacts, partner.contacts))
        await _tell(tx, partner, earlier=earlier.contacts)
        if partner.location != earlier.location:
            await move_listings(tx, partner)
    return partner


async def erase_partner(database: Database, partner_id: UUID) -> None:
    """Forget the partner, its people, texts and access; the others are told to do the same."""
    async with database.transaction() as tx:
        partner = await tx.partners.lock(partner_id)
        await tx.partners.drop(partner)
        await tx.erasures.forget_messages(partner.id)
        await tx.erasures.shut_out(partner.id)
        await _forget_contacts(tx, partner, list(partner.contacts))
        erased = await tx.erasures.add(
            partner.id, region=partner.region, version=partner.version + 1
        )
        await tx.audit.add("partner.erased", subject=erased.id, region=erased.region)
        await tx.outbox.add(partner_erased(erased.id, region=erased.region, version=erased.version))


async def erase_contact(database: Database, contact_id: UUID) -> None:
    """Forget one person of a partner. Raises ContactUnknown."""
    async with database.transaction() as tx:
        partner = await tx.partners.lock((await tx.partners.of_contact(contact_id)).id)
        erased = [contact for contact in partner.contacts if contact.id == contact_id]
        left = partner.without_contact(contact_id)
        await tx.partners.change(left)
        await _forget_contacts(tx, partner, erased)
        for contact in without(left.contacts, partner.contacts):
            await tx.outbox.add(contact_updated(contact, partner=left))


async def _tell(tx: Transaction, partner: Partner, *, earlier: tuple[Contact, ...]) -> None:
    await tx.outbox.add(profile_published(partner))
    for contact in without(partner.contacts, earlier):
        await tx.outbox.add(contact_updated(contact, partner=partner))


async def _forget_contacts(tx: Transaction, partner: Partner, contacts: list[Contact]) -> None:
    """Those who are no contacts any more are signed out at once, and forgotten by the others."""
    for contact in contacts:
        await tx.sessions.close_of(contact.id)
        await tx.sign_in_links.spend_of(contact.id)
        await tx.erasures.forget_messages(contact.id)
        await tx.erasures.forget_sign_ins(contact.email)
        erased = ErasedContact(
            id=contact.id,
            partner_id=partner.id,
            region=partner.region,
            version=contact.version + 1,
        )
        await tx.erasures.add_contact(erased)
        await tx.audit.add("contact.erased", subject=contact.id, region=partner.region)
        await tx.outbox.add(
            contact_erased(
                erased.id, partner_id=partner.id, region=partner.region, version=erased.version
            )
        )


async def move_listings(tx: Transaction, partner: Partner) -> None:
    """Listings without a place of their own are where their partner is."""
    for found in await tx.listings.find(partner_id=partner.id):
        if not found.has_own_place:
            listing = await tx.listings.lock(found.id)
            moved = listing.moved(partner.location)
            await tx.listings.change(moved)
            await tx.outbox.add(listing_state(moved))
