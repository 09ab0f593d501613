"""Invite a contact to sign in."""

from datetime import timedelta
from uuid import UUID

from services.registry.domain.contacts import Contact
from services.registry.domain.errors import InvitedOften
from services.registry.domain.facts import contact_invited
from services.registry.domain.partners import Partner
from services.registry.storage.database import Database, Transaction
from shared.access.limits import Limit

INVITED = Limit(what="invitations to a contact", most=3, within=timedelta(days=1))


async def invite_contact(database: Database, contact_id: UUID, *, by: str) -> None:
    """Have a letter written that tells them how to sign in; `by` is who invites.

    Raises:
        ContactUnknown: nobody is there to invite.
        InvitedOften: three letters a day are enough.
    """
    async with database.everywhere() as tx:
        is_allowed = await tx.limits.allows(INVITED, str(contact_id))
    if not is_allowed:
        raise InvitedOften
    async with database.transaction() as tx:
        partner = await tx.partners.of_contact(contact_id)
        contact = next(one for one in partner.contacts if one.id == contact_id)
        await invite(tx, partner, contact, by=by)


async def invite(
    tx: Transaction, partner: Partner, contact: Contact, *, by: str, had_applied: bool = False
) -> None:
    await tx.invitations.made(contact.id)
    await tx.outbox.add(
        contact_invited(contact, partner=partner, invited_by=by, had_applied=had_applied)
    )
