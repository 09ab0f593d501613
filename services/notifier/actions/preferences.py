"""Which letters one wants: said with the link of a letter, or by who is signed in."""

from dataclasses import dataclass

from services.notifier.storage.database import Database
from services.notifier.storage.preferences import Preference
from shared.access.errors import NotAllowed
from shared.access.principal import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """`gets_none` is an address that wants no letters at all."""

    preference: Preference
    gets_none: bool


async def own_address(database: Database, principal: Principal) -> bytes:
    """The hash of the address of who is signed in.

    Raises:
        NotAllowed: a program, or one whose address has not come here.
    """
    async with database.everywhere() as tx:
        found = principal.holder_id and await tx.preferences.hash_of(principal.holder_id)
    if not found:
        raise NotAllowed
    return found


async def find_wishes(database: Database, address_hash: bytes) -> Wishes:
    async with database.everywhere() as tx:
        reasons = await tx.suppressions.reasons(address_hash)
        return Wishes(
            preference=await tx.preferences.of(address_hash),
            gets_none="unsubscribed" in reasons,
        )


async def keep_wishes(database: Database, address_hash: bytes, preference: Preference) -> Wishes:
    """From now on, letters that wait included. Whoever chooses wants letters again."""
    async with database.everywhere() as tx:
        await tx.preferences.keep(address_hash, preference)
        await tx.suppressions.lift(address_hash, "unsubscribed")
    return await find_wishes(database, address_hash)
