"""Copies of contacts, partners and regions. News older than the copy is left alone."""

from dataclasses import fields
from uuid import UUID

from asyncpg import Record

from services.notifier.domain.address_book import (
    PRESENT,
    Absence,
    Contact,
    Partner,
    Region,
    RegionalContact,
)
from services.notifier.domain.addresses import address_hash
from services.notifier.letters.facts import LetterKind
from shared.access.answers import Answers
from shared.messaging.dead_letters import DeadLetters
from shared.storage.pool import Connection

KEEP_CONTACT = """
    INSERT INTO contacts (id, partner_id, region, name, email, address_hash, language, version,
                          away_from, away_until, deputy_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (id) DO UPDATE
       SET partner_id = excluded.partner_id, name = excluded.name, email = excluded.email,
           address_hash = excluded.address_hash, language = excluded.language,
           version = excluded.version, away_from = excluded.away_from,
           away_until = excluded.away_until, deputy_id = excluded.deputy_id
     WHERE contacts.version < excluded.version AND NOT contacts.erased
"""
FORGET_CONTACT = """
    INSERT INTO contacts (id, partner_id, region, version, erased)
    VALUES ($1, $2, $3, $4, true)
    ON CONFLICT (id) DO UPDATE
       SET name = NULL, email = NULL, address_hash = NULL, language = NULL,
           away_from = NULL, away_until = NULL, deputy_id = NULL,
           version = greatest(contacts.version, excluded.version), erased = true
"""
FORGET_CONTACTS_OF = """
    UPDATE contacts
       SET name = NULL, email = NULL, address_hash = NULL, language = NULL, erased = true,
           away_from = NULL, away_until = NULL, deputy_id = NULL
     WHERE partner_id = $1
"""
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
LANGUAGE = """
    coalesce((SELECT p.language FROM preferences p WHERE p.address_hash = c.address_hash),
             c.language) AS language
"""
NOT_SUPPRESSED = """
    NOT EXISTS (SELECT FROM suppressions s WHERE s.address_hash = c.address_hash)
"""
# Ids are made in the order of time: the oldest contact is the one the partner named first. While
# they are away their deputy is asked, else the next one who is there.
REACHABLE = f"""
    WITH usable AS (
        SELECT c.id, c.partner_id, c.name, c.email, {LANGUAGE}, c.deputy_id,
               num_nonnulls(c.away_from, c.away_until) > 0
               AND {TODAY} BETWEEN coalesce(c.away_from, '-infinity')
                               AND coalesce(c.away_until, 'infinity') AS is_away
          FROM contacts c
         WHERE c.partner_id = $1 AND NOT c.erased AND {NOT_SUPPRESSED}
           AND wants_letter(c.address_hash, $2))
    SELECT id, partner_id, name, email, language
      FROM usable
     WHERE NOT is_away
     ORDER BY id = (SELECT deputy_id FROM usable ORDER BY id LIMIT 1) DESC NULLS LAST, id
     LIMIT 1
"""  # noqa: S608
CONTACT = f"""
    SELECT c.id, c.partner_id, c.name, c.email, {LANGUAGE}
      FROM contacts c
     WHERE c.id = $1 AND NOT c.erased AND {NOT_SUPPRESSED}
"""  # noqa: S608
# Somebody came back within the last days, and a letter still waits for an address.
BACK_AT_WORK = f"""
    SELECT DISTINCT c.partner_id
      FROM contacts c
     WHERE NOT c.erased AND c.away_until BETWEEN {TODAY} - 7 AND {TODAY} - 1
       AND EXISTS (SELECT FROM letters l
                    WHERE l.state = 'waiting' AND l.body IS NULL
                      AND (l.partner_id = c.partner_id
                           OR l.introduction_id IN (
                                  SELECT introduction_id FROM letters
                                   WHERE partner_id = c.partner_id)))
"""  # noqa: S608
DIGEST_READERS = f"""
    SELECT c.id, c.partner_id, c.region
      FROM contacts c
     WHERE NOT c.erased AND {NOT_SUPPRESSED} AND wants_letter(c.address_hash, 'digest')
       AND NOT EXISTS (SELECT FROM letters l WHERE l.key = 'digest:' || c.id || ':' || $1)
     ORDER BY c.id
"""  # noqa: S608
PARTNER_NAMES = "SELECT id, name FROM partners WHERE id = ANY($1::uuid[]) AND NOT erased"
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

TAKE_TURN_OF_REGION = "SELECT pg_advisory_xact_lock(hashtextextended('region ' || $1, 0))"
AWAIT_REGION = "SELECT pg_advisory_xact_lock_shared(hashtextextended('region ' || $1, 0))"


class AddressBook:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take_turns(self, *partner_ids: UUID) -> None:
        """Until the transaction ends nobody else introduces or erases these partners.

        Without it an introduction and an erasure at the same moment do not see each other.
        """
        await self._connection.execute(TAKE_TURNS, partner_ids)

    async def keep_contact(
        self, contact: Contact, *, region: str, version: int, absence: Absence = PRESENT
    ) -> bool:
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
            absence.away_from,
            absence.away_until,
            absence.deputy_id,
        )
        return status == "INSERT 0 1"

    async def forget_contact(
        self, contact_id: UUID, *, partner_id: UUID, region: str, version: int
    ) -> None:
        await self._connection.execute(FORGET_CONTACT, contact_id, partner_id, region, version)
        await DeadLetters(self._connection).forget_mentioning(contact_id)

    async def reachable(
        self, partner_id: UUID, kind: LetterKind = "introduction"
    ) -> Contact | None:
        """The contact to write to, if there is one who is there and wants such letters."""
        row = await self._connection.fetchrow(REACHABLE, partner_id, kind)
        return Contact(**dict(row)) if row else None

    async def back_at_work(self) -> list[UUID]:
        """The partners of those who have been away, for whom letters wait."""
        return [row["partner_id"] for row in await self._connection.fetch(BACK_AT_WORK)]

    async def digest_readers(self, *, week_key: str) -> list[RegionalContact]:
        """Those who want the digest and have not got that of the week."""
        rows = await self._connection.fetch(DIGEST_READERS, week_key)
        return [RegionalContact(**dict(row)) for row in rows]

    async def partner_names(self, *partner_ids: UUID) -> dict[UUID, str]:
        rows = await self._connection.fetch(PARTNER_NAMES, partner_ids)
        return {row["id"]: row["name"] for row in rows}

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

    async def take_turn_of_region(self, slug: str) -> None:
        """Whoever queued letters without knowing the region is done, and what they queued seen."""
        await self._connection.execute(TAKE_TURN_OF_REGION, slug)

    async def awaited_region(self, slug: str) -> Region | None:
        """None: it is told only after this transaction, which may queue letters that wait."""
        found = await self.region(slug)
        if found is None:
            await self._connection.execute(AWAIT_REGION, slug)
            found = await self.region(slug)
        return found

    async def region(self, slug: str) -> Region | None:
        row = await self._connection.fetchrow(REGION, slug)
        return _region(row) if row else None


def _region(row: Record) -> Region:
    lists = {column: tuple(row[column]) for column in ("languages", "reminder_days")}
    return Region(**{**dict(row), **lists})
