"""Which letters an address wants, known by its hash only."""

from dataclasses import dataclass
from uuid import UUID

from shared.events.profiles import Language
from shared.storage.pool import Connection

OF = "SELECT introductions, reminders, digest, language FROM preferences WHERE address_hash = $1"
KEEP = """
    INSERT INTO preferences (address_hash, introductions, reminders, digest, language)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (address_hash) DO UPDATE
       SET introductions = excluded.introductions, reminders = excluded.reminders,
           digest = excluded.digest, language = excluded.language, changed_at = now()
"""
FORGET = "DELETE FROM preferences WHERE address_hash = $1"
WANTS = "SELECT wants_letter($1, $2)"
HASH_OF = """
    SELECT address_hash FROM contacts WHERE id = $1 AND NOT erased
     UNION ALL
    SELECT address_hash FROM coordinators WHERE id = $1 AND NOT erased
     LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """`language` None leaves it to what the contact is registered with."""

    introductions: bool = True
    reminders: bool = True
    digest: bool = False
    language: Language | None = None


class Preferences:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, address_hash: bytes) -> Preference:
        row = await self._connection.fetchrow(OF, address_hash)
        return Preference(**dict(row)) if row else Preference()

    async def keep(self, address_hash: bytes, preference: Preference) -> None:
        await self._connection.execute(
            KEEP,
            address_hash,
            preference.introductions,
            preference.reminders,
            preference.digest,
            preference.language,
        )

    async def forget(self, address_hash: bytes) -> None:
        await self._connection.execute(FORGET, address_hash)

    async def wants(self, address_hash: bytes, kind: str) -> bool:
        return bool(await self._connection.fetchval(WANTS, address_hash, kind))

    async def hash_of(self, person_id: UUID) -> bytes | None:
        """The address of a contact or a coordinator."""
        found: bytes | None = await self._connection.fetchval(HASH_OF, person_id)
        return found
