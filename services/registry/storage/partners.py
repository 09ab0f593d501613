"""Partners with their capabilities and contacts in PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import asyncpg

from services.registry.domain.errors import (
    ContactUnknown,
    OrgnrTaken,
    PartnerNameTaken,
    PartnerUnknown,
    RegionUnknown,
    RegistryError,
)
from services.registry.domain.partners import Partner
from services.registry.storage.partner_rows import (
    capability_rows,
    contact_rows,
    name_key,
    partner_from,
    searched_text,
)
from shared.storage.pool import Connection

ADD = """
    INSERT INTO partners (id, name, name_key, kind, orgnr, sector, place, latitude, longitude,
                          description, language, website, searched, version, updated_at, is_paused,
                          region, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
"""
CHANGE = """
    UPDATE partners
       SET name = $2, name_key = $3, kind = $4, orgnr = $5, sector = $6, place = $7,
           latitude = $8, longitude = $9, description = $10, language = $11, website = $12,
           searched = $13, version = $14, updated_at = $15, is_paused = $16
     WHERE id = $1
"""
DROP_CAPABILITIES = "DELETE FROM capabilities WHERE partner_id = $1 AND id <> ALL($2::uuid[])"
KEEP_CAPABILITY = """
    INSERT INTO capabilities (id, partner_id, position, text) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position
"""
DROP_CONTACTS = "DELETE FROM contacts WHERE partner_id = $1 AND id <> ALL($2::uuid[])"
KEEP_CONTACT = """
    INSERT INTO contacts (id, partner_id, position, name, email, email_key, language, version,
                          away_from, away_until, deputy_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (id) DO UPDATE
       SET position = excluded.position, name = excluded.name, email = excluded.email,
           email_key = excluded.email_key, language = excluded.language,
           version = excluded.version, away_from = excluded.away_from,
           away_until = excluded.away_until, deputy_id = excluded.deputy_id
"""
FIND = """
    SELECT id, region, name, kind, orgnr, sector, place, latitude, longitude, description,
           language, website, is_paused, version, created_at, updated_at,
           (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.position)
              FROM capabilities c WHERE c.partner_id = p.id) AS capabilities,
           (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.position)
              FROM contacts c WHERE c.partner_id = p.id) AS contacts
      FROM partners p
     WHERE ($1::text[] IS NULL OR region = ANY($1))
       AND ($2::uuid IS NULL OR id = $2)
       AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS word WHERE position(word IN searched) = 0)
       AND ($4::text IS NULL OR (name, id) > ($4, $5::uuid))
     ORDER BY name, id
     LIMIT $6
"""
PARTNER_OF = "SELECT partner_id FROM contacts WHERE id = $1"
LOCK = "SELECT FROM partners WHERE id = $1 FOR UPDATE"
DROP = "DELETE FROM partners WHERE id = $1"

REFUSALS: dict[str | None, type[RegistryError]] = {
    "partner_region_exists": RegionUnknown,
    "partner_name_is_unique": PartnerNameTaken,
    "partner_orgnr_is_unique": OrgnrTaken,
}


class Partners:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, partner: Partner) -> None:
        """Raises RegionUnknown, PartnerNameTaken or OrgnrTaken."""
        with _translated():
            await self._connection.execute(
                ADD, *_columns(partner), partner.region, partner.created_at
            )
        await self._keep_parts(partner)

    async def change(self, partner: Partner) -> None:
        """Raises PartnerNameTaken or OrgnrTaken."""
        with _translated():
            await self._connection.execute(CHANGE, *_columns(partner))
        await self._keep_parts(partner)

    async def get(self, partner_id: UUID) -> Partner:
        """Raises PartnerUnknown."""
        found = await self.find(partner_id=partner_id, limit=1)
        if not found:
            raise PartnerUnknown
        return found[0]

    async def of_contact(self, contact_id: UUID) -> Partner:
        """The partner whose contact this is. Raises ContactUnknown."""
        partner_id = await self._connection.fetchval(PARTNER_OF, contact_id)
        if not partner_id:
            raise ContactUnknown
        return await self.get(partner_id)

    async def lock(self, partner_id: UUID) -> Partner:
        """The partner, ours to change until the transaction ends."""
        # In a statement of its own: a statement that waited for a lock would still see the
        # capabilities and contacts of before it waited.
        await self._connection.execute(LOCK, partner_id)
        return await self.get(partner_id)

    async def find(
        self,
        *,
        regions: Sequence[str] | None = None,
        partner_id: UUID | None = None,
        words: Sequence[str] = (),
        after: tuple[str, UUID] | None = None,
        limit: int | None = None,
    ) -> list[Partner]:
        """By name; `regions` None stands for all, each of `words` must occur somewhere."""
        name, last_id = after or (None, None)
        folded = [word.casefold() for word in words]
        rows = await self._connection.fetch(FIND, regions, partner_id, folded, name, last_id, limit)
        return [partner_from(dict(row)) for row in rows]

    async def drop(self, partner: Partner) -> None:
        """The partner with its capabilities, contacts and listings."""
        await self._connection.execute(DROP, partner.id)

    async def _keep_parts(self, partner: Partner) -> None:
        connection = self._connection
        capability_ids = [capability.id for capability in partner.capabilities]
        contact_ids = [contact.id for contact in partner.contacts]
        await connection.execute(DROP_CAPABILITIES, partner.id, capability_ids)
        await connection.executemany(KEEP_CAPABILITY, capability_rows(partner))
        await connection.execute(DROP_CONTACTS, partner.id, contact_ids)
        await connection.executemany(KEEP_CONTACT, contact_rows(partner))


def _columns(partner: Partner) -> tuple[Any, ...]:
    return (
        partner.id,
        partner.name,
        name_key(partner.name),
        partner.kind,
        partner.orgnr,
        partner.sector,
        partner.location.place,
        partner.location.latitude,
        partner.location.longitude,
        partner.description,
        partner.language,
        partner.website,
        searched_text(partner),
        partner.version,
        partner.updated_at,
        partner.is_paused,
    )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        refusal = REFUSALS.get(error.constraint_name)
        if not refusal:
            raise
        raise refusal from error
