"""Whom letters no longer reach, and reaching them again."""

from uuid import UUID

from services.notifier.actions.prepare import prepare_waiting
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.errors import ContactUnknown
from services.notifier.storage.database import Database
from services.notifier.storage.suppressions import Reason, SuppressedContact
from shared.access.principal import Principal
from shared.storage.scope import within

#: What somebody has asked for, only they undo.
LIFTABLE: frozenset[Reason] = frozenset({"bounced", "complained"})


async def suppressed_contacts(database: Database, principal: Principal) -> list[SuppressedContact]:
    """Newest first, those of the regions that `principal` decides for."""
    async with database.transaction() as tx:
        found = await tx.suppressions.contacts()
    return [one for one in found if principal.sees_region(one.region)]


async def write_again(
    database: Database, principal: Principal, contact_id: UUID, *, writer: LetterWriter
) -> None:
    """Forget that letters came back, or that somebody called them spam. What waited for this
    contact is written. Done twice, it changes nothing.

    Raises:
        ContactUnknown: not there, or not for `principal` to see.
        NotAllowed: `principal` does not decide for the region.
    """
    async with database.transaction() as tx:
        contact = await tx.contact_records.of(contact_id)
        if contact is None or not principal.sees_region(contact.region):
            raise ContactUnknown
        principal.check_region(contact.region)
        found = await tx.suppressions.contacts(contact_id=contact_id)
    with within(contact.region):
        async with database.transaction() as tx:
            await tx.address_book.take_turns(contact.partner_id)
            for one in found:
                if one.reason in LIFTABLE:
                    await tx.suppressions.lift(one.address_hash, one.reason)
                    await tx.returned_letters.forget_soft(one.address_hash)
            await prepare_waiting(tx, writer=writer, holder_id=contact.partner_id)
