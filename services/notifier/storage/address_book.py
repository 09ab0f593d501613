"""Copies of contacts, partners and regions. News older than the copy is left alone."""

from dataclasses import fields
from uuid import UUID

from asyncpg import Record

from services.notifier.domain.address_book import Contact, Partner, Region
from services.notifier.domain.addresses import address_hash
from shared.access.answers import Answers
from shared.messaging.dead_letters import DeadLetters
from shared.storage.pool import Connection

KEEP_CONTACT = """
    INSERT INTO contacts (id, partner_id, region, name, email, address_hash, language, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (id) DO UPDATE
       SET partner_id = excluded.partner_id, name = excluded.name, email = excluded.email,
           address_hash = excluded.address_hash, language = excluded.language,
           version = excluded.version
     WHERE contacts.version < excluded.version AND NOT contacts.erased
"""
FORGET_CONTACT = """
    INSERT INTO contacts (id, partner_id, region, version, erased)
    VALUES ($1, $2, $3, $4, true)
    ON CONFLICT (id) DO UPDATE
       SET name = NULL, email = NULL, address_hash = NULL, language = NULL,
           version = greatest(contacts.version, excluded.version), erased = true
"""
FORGET_CONTACTS_OF = """
    UPDATE contacts
       SET name = NULL, email = NULL, address_hash = NULL, language = NULL, erased = true
     WHERE partner_id = $1
"""
# Ids are made in the order of time: the oldest contact is the one the partner named first.
REACHABLE = """
    SELECT id, partner_id, name, email, language
      FROM contacts
     WHERE partner_id = $1 AND NOT erased
       AND NOT EXISTS (SELECT FROM suppressions s WHERE s.address_hash = contacts.address_hash)
     ORDER BY id
     LIMIT 1
"""
CONTACT = """
    SELECT id, partner_id, name, email, language
      FROM contacts
     WHERE id = $1 AND NOT erased
       AND NOT EXISTS (SELECT FROM suppressions s WHERE s.address_hash = contacts.address_hash)
"""
KEEP_PARTNER = """
    INSERT INTO partners (id, region, name, kind, sector, place, description, language, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO UPDATE
       SET region = excluded.region, name = excluded.name, kind = excluded.kind,
           sector = excluded.sector, place = excluded.place,
           description = excluded.description, language = excluded.language,
           version = excluded.version
     WHERE partners.version < excluded.version AND NOT partners.erased
"""
FORGET_PARTNER = """
    INSERT INTO partners (id, region, version, erased) VALUES ($1, $2, $3, true)
    ON CONFLICT (id) DO UPDATE
       SET name = NULL, kind = NULL, sector = '', place = '', description = '', language = NULL,
           erased = true, version = excluded.version
"""
PARTNER = """
    SELECT id, name, kind, sector, place, description, language
      FROM partners
     WHERE id = $1 AND NOT erased
"""
EMAILS_OF = """
    SELECT email FROM contacts WHERE $1 IN (id, partner_id) AND email IS NOT NULL
"""
ANY_ERASED = "SELECT EXISTS (SELECT FROM partners WHERE id = ANY($1::uuid[]) AND erased)"
REGION_COLUMNS = tuple(field.name for field in fields(Region))
REGION_VALUES = (f"${at}" for at in range(2, len(REGION_COLUMNS) + 2))
REGION_CHANGES = (f"{column} = excluded.{column}" for column in REGION_COLUMNS)
KEEP_REGION = f"""
    INSERT INTO regions ({", ".join(REGION_COLUMNS)}, version)
    VALUES ({", ".join(REGION_VALUES)}, $1)
    ON CONFLICT (slug) DO UPDATE SET {", ".join(REGION_CHANGES)}, version = excluded.version
     WHERE regions.version < excluded.version
"""  # noqa: S608
REGION = f"SELECT {', '.join(REGION_COLUMNS)} FROM regions WHERE slug = $1"  # noqa: S608
# In one order, so that two who want the same partners never wait for each other.
TAKE_TURNS = """
    SELECT pg_advisory_xact_lock(hashtextextended('partner ' || id, 0))
      FROM (SELECT unnest($1::uuid[]) AS id ORDER BY 1) AS sorted
"""


class AddressBook:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take_turns(self, *partner_ids: UUID) -> None:
        """Until the transaction ends nobody else introduces or erases these partners.

        Without it an introduction and an erasure at the same moment do not see each other.
        """
        await self._connection.execute(TAKE_TURNS, partner_ids)

    async def keep_contact(self, contact: Contact, *, region: str, version: int) -> bool:
        """False for old news, and for what was erased."""
        status = await self._connection.execute(
            KEEP_CONTACT,
            contact.id,
            contact.partner_id,
            region,
            contact.name,
            contact.email,
            address_hash(contact.email),
            contact.language,
            version,
        )
        return status == "INSERT 0 1"

    async def forget_contact(
        self, contact_id: UUID, *, partner_id: UUID, region: str, version: int
    ) -> None:
        await self._connection.execute(FORGET_CONTACT, contact_id, partner_id, region, version)
        await DeadLetters(self._connection).forget_mentioning(contact_id)

    async def reachable(self, partner_id: UUID) -> Contact | None:
        """The contact to write to, if there is one who has not asked to be left alone."""
        row = await self._connection.fetchrow(REACHABLE, partner_id)
        return Contact(**dict(row)) if row else None

    async def contact(self, contact_id: UUID) -> Contact | None:
        """This contact, if they may be written to."""
        row = await self._connection.fetchrow(CONTACT, contact_id)
        return Contact(**dict(row)) if row else None

    async def keep_partner(self, partner: Partner, *, region: str, version: int) -> None:
        await self._connection.execute(
            KEEP_PARTNER,
            partner.id,
            region,
            partner.name,
            partner.kind,
            partner.sector,
            partner.place,
            partner.description,
            partner.language,
            version,
        )

    async def partner(self, partner_id: UUID) -> Partner | None:
        row = await self._connection.fetchrow(PARTNER, partner_id)
        return Partner(**dict(row)) if row else None

    async def forget_partner(self, partner_id: UUID, *, region: str, version: int) -> None:
        await self._connection.execute(FORGET_PARTNER, partner_id, region, version)
        await self._connection.execute(FORGET_CONTACTS_OF, partner_id)
        await DeadLetters(self._connection).forget_mentioning(partner_id)
        await Answers(self._connection).empty_mentioning(partner_id)

    async def emails_of(self, holder_id: UUID) -> list[str]:
        """The address of a contact, or those of a partner's contacts."""
        return [row["email"] for row in await self._connection.fetch(EMAILS_OF, holder_id)]

    async def forget_dead_letters_to(self, email: str) -> None:
        """That somebody wants to sign in is told with the address and without an id."""
        await DeadLetters(self._connection).forget_mentioning(email)

    async def any_erased(self, *partner_ids: UUID) -> bool:
        return bool(await self._connection.fetchval(ANY_ERASED, partner_ids))

    async def keep_region(self, region: Region, *, version: int) -> bool:
        """False for old news."""
        values = (getattr(region, column) for column in REGION_COLUMNS)
        status = await self._connection.execute(KEEP_REGION, version, *values)
        return status == "INSERT 0 1"

    async def region(self, slug: str) -> Region | None:
        row = await self._connection.fetchrow(REGION, slug)
        return _region(row) if row else None


def _region(row: Record) -> Region:
    lists = {column: tuple(row[column]) for column in ("languages", "reminder_days")}
    return Region(**{**dict(row), **lists})
