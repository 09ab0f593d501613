"""What somebody may do who signs in: as a coordinator or admin, and as a contact of partners."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.registry.domain.people import SignInGrant, email_key
from shared.access.grant import Grant
from shared.storage.pool import Connection

# One statement whoever is asked for, so that strangers cannot tell who is known by the time.
OF_ADDRESS = """
    SELECT p.id AS holder_id,
           CASE WHEN a.person_id IS NULL THEN 'coordinator' ELSE 'admin' END AS role,
           c.regions, NULL::uuid AS partner_id, p.name, p.email, p.language,
           coalesce(r.network_name, 'Koblingsboks') AS organisation,
           coalesce(r.network_name, '') AS network_name, coalesce(r.host, '') AS host
      FROM people p
      LEFT JOIN admins a ON a.person_id = p.id
     CROSS JOIN LATERAL (SELECT coalesce(array_agg(region ORDER BY region), '{}') AS regions
                           FROM coordinators WHERE person_id = p.id) c
      LEFT JOIN regions r ON r.slug = c.regions[1]
     WHERE p.email_key = $1 AND (a.person_id IS NOT NULL OR cardinality(c.regions) > 0)
     UNION ALL
    SELECT k.id, 'partner', ARRAY[o.region], o.id, k.name, k.email, k.language,
           o.name, r.network_name, r.host
      FROM contacts k
      JOIN partners o ON o.id = k.partner_id
      JOIN regions r ON r.slug = o.region
     WHERE k.email_key = $1
     ORDER BY partner_id NULLS FIRST
"""
ADDRESS_OF = """
    SELECT email_key FROM people WHERE id = ANY($1::uuid[])
     UNION
    SELECT email_key FROM contacts WHERE id = ANY($1::uuid[])
"""


class SignInGrants:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of_address(self, address: str) -> list[SignInGrant]:
        """Coordinator or admin first, then the partners."""
        rows = await self._connection.fetch(OF_ADDRESS, email_key(address))
        return [_grant(row) for row in rows]

    async def of_holders(self, holders: Sequence[UUID]) -> list[SignInGrant]:
        """What the person behind any of these may do now, gone ones left out."""
        keys = await self._connection.fetch(ADDRESS_OF, holders)
        # Two addresses: a link asked for as one whose contact was given another one meanwhile.
        return await self.of_address(keys[0]["email_key"]) if len(keys) == 1 else []


def _grant(row: asyncpg.Record) -> SignInGrant:
    return SignInGrant(
        grant=Grant(
            role=row["role"],
            regions=tuple(row["regions"]),
            partner_id=row["partner_id"],
            name=row["name"],
            holder_id=row["holder_id"],
        ),
        email=row["email"],
        language=row["language"],
        organisation=row["organisation"],
        network_name=row["network_name"],
        host=row["host"],
    )
