"""Addresses that get no more letters, and why, known by their hash only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.storage.pool import Connection

Reason = Literal["unsubscribed", "bounced", "complained"]

ADD = """
    INSERT INTO suppressions (address_hash, reason, status) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING
"""
HAS = "SELECT EXISTS (SELECT FROM suppressions WHERE address_hash = $1)"
REASONS = "SELECT reason FROM suppressions WHERE address_hash = $1"
LIFT = "DELETE FROM suppressions WHERE address_hash = $1 AND reason = $2"
# Row-level security leaves the contacts of the regions that are served.
OF_CONTACTS = """
    SELECT c.id AS contact_id, c.partner_id, coalesce(p.name, '') AS partner_name, c.region,
           c.name, c.email, c.address_hash, s.reason, s.status, s.created_at,
           NOT EXISTS (SELECT FROM contacts o
                        WHERE o.partner_id = c.partner_id AND NOT o.erased
                          AND NOT EXISTS (SELECT FROM suppressions x
                                           WHERE x.address_hash = o.address_hash))
               AS partner_is_unreachable
      FROM contacts c
      JOIN suppressions s USING (address_hash)
      LEFT JOIN partners p ON p.id = c.partner_id
     WHERE NOT c.erased AND ($1::uuid IS NULL OR c.id = $1)
     ORDER BY s.created_at DESC, c.id
     LIMIT $2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedContact:
    """Somebody who gets no letters. `status` is RFC 3463's, where the address failed."""

    contact_id: UUID
    partner_id: UUID
    partner_name: str
    region: str
    name: str
    email: str
    address_hash: bytes
    reason: Reason
    status: str
    created_at: datetime
    partner_is_unreachable: bool


class Suppressions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self, address_hash: bytes, reason: Reason = "unsubscribed", *, status: str = ""
    ) -> bool:
        """False when it is suppressed for this reason already."""
        done = await self._connection.execute(ADD, address_hash, reason, status)
        return done == "INSERT 0 1"

    async def has(self, address_hash: bytes) -> bool:
        return bool(await self._connection.fetchval(HAS, address_hash))

    async def reasons(self, address_hash: bytes) -> set[Reason]:
        return {row["reason"] for row in await self._connection.fetch(REASONS, address_hash)}

    async def lift(self, address_hash: bytes, reason: Reason) -> bool:
        """False when there was none."""
        return await self._connection.execute(LIFT, address_hash, reason) == "DELETE 1"

    async def contacts(
        self, *, contact_id: UUID | None = None, limit: int = 1_000
    ) -> list[SuppressedContact]:
        """Newest first: whom letters no longer reach, in the regions that are served."""
        rows = await self._connection.fetch(OF_CONTACTS, contact_id, limit)
        return [SuppressedContact(**dict(row)) for row in rows]
