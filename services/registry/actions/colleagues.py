"""A partner's contacts add, change and remove each other."""

from uuid import UUID

from services.registry.actions.partners import erase_contact
from services.registry.domain.colleagues import (
    ColleagueRecord,
    contact_of,
    with_changed,
    with_colleague,
)
from services.registry.domain.contacts import Contact
from services.registry.domain.errors import LastContact
from services.registry.domain.facts import contact_invited, contact_updated
from services.registry.domain.records import Language
from services.registry.storage.database import Database


async def add_colleague(
    database: Database, partner_id: UUID, record: ColleagueRecord, *, invited_by: str
) -> Contact:
    """They are invited by a letter.

    Raises:
        ContactKnown, ContactsTooMany, DeputyUnusable or ReturnTooEarly
    """
    async with database.transaction() as tx:
        partner, contact = with_colleague(await tx.partners.lock(partner_id), record)
        await tx.partners.change(partner)
        await tx.outbox.add(contact_updated(contact, partner=partner))
        await tx.outbox.add(contact_invited(contact, partner=partner, invited_by=invited_by))
    return contact


async def change_colleague(
    database: Database, partner_id: UUID, contact_id: UUID, record: ColleagueRecord
) -> Contact:
    """Raises ContactUnknown, ContactKnown, DeputyUnusable or ReturnTooEarly."""
    async with database.transaction() as tx:
        earlier = await tx.partners.lock(partner_id)
        partner, contact = with_changed(earlier, contact_id, record)
        if partner != earlier:
            await tx.partners.change(partner)
            await tx.outbox.add(contact_updated(contact, partner=partner))
    return contact


async def remove_colleague(database: Database, partner_id: UUID, contact_id: UUID) -> None:
    """Forget them, and sign them out.

    Raises:
        LastContact: a partner without anybody could not be written to.
        ContactUnknown
    """
    async with database.one_transaction() as tx:
        partner = await tx.partners.lock(partner_id)
        if [one.id for one in partner.contacts] == [contact_id]:
            raise LastContact
        await erase_contact(database, contact_id)


async def change_own_language(
    database: Database, partner_id: UUID, contact_id: UUID, language: Language
) -> None:
    """The language one is written to in. Raises ContactUnknown."""
    async with database.transaction() as tx:
        own = contact_of(await tx.partners.get(partner_id), contact_id)
    record = ColleagueRecord(
        name=own.name,
        email=own.email,
        language=language,
        away_from=own.away_from,
        away_until=own.away_until,
        deputy_id=own.deputy_id,
    )
    await change_colleague(database, partner_id, contact_id, record)
