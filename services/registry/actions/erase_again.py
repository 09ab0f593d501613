"""Erase once more those whom a restored backup brought back."""

from services.registry.actions.partners import erase_contact, erase_partner
from services.registry.actions.people import erase_person
from services.registry.storage.database import Database
from services.registry.storage.erasures import Kind

ERASE = {"partner": erase_partner, "contact": erase_contact, "person": erase_person}
#: A partner takes its contacts along.
IN_TURN: tuple[Kind, ...] = ("partner", "contact", "person")


async def erase_again(database: Database) -> int:
    """Returns how many there were; everybody else is told of them as at the first time."""
    count = 0
    for kind in IN_TURN:
        async with database.transaction() as tx:
            risen = await tx.erasures.risen(kind)
        for erased_id in risen:
            await ERASE[kind](database, erased_id)
        count += len(risen)
    return count
