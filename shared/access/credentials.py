"""API tokens. Only hashes are stored: a copied database opens nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Record

from shared.access.grant import Grant
from shared.access.principal import Principal, Role
from shared.access.secrets import hashed, new_secret
from shared.storage.pool import Connection
from shared.storage.scope import everywhere_on

TOKEN_PREFIX = "kb_"  # lets secret scanners find a leaked one

# A token made with another one does not outlive it.
ADD_TOKEN = """
    INSERT INTO access.tokens
           (token_hash, role, regions, partner_id, label, created_by, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6,
            least(now() + $7::interval, (SELECT expires_at FROM access.tokens WHERE id = $6)))
    RETURNING id, role, regions, partner_id, label, created_at, expires_at, last_used_at,
              revoked_at
"""
TOKEN = """
    SELECT id AS token_id, role, regions, partner_id, label AS name
      FROM access.tokens
     WHERE token_hash = $1 AND revoked_at IS NULL
       AND (expires_at IS NULL OR expires_at > now())
"""
# Once a minute is enough to see which tokens are in use, and spares a write on every request.
TOUCH_TOKEN = """
    UPDATE access.tokens SET last_used_at = now()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
"""
# Every service keeps this much of the partners, among whatever else it keeps of them.
REGION_OF_PARTNER = "SELECT region FROM partners WHERE id = $1"
# Regions that are nobody's in particular are an admin's affair.
WITHIN = """
    SELECT id, role, regions, partner_id, label, created_at, expires_at, last_used_at, revoked_at
      FROM access.tokens
     WHERE ($1::text[] IS NULL OR (role <> 'admin' AND regions <> '{}' AND regions <@ $1))
       AND ($2::uuid IS NULL OR id = $2)
     ORDER BY created_at DESC, id
"""
# With all that were made with it.
REVOKE = """
    WITH RECURSIVE ended AS (
        SELECT id FROM access.tokens WHERE id = $1
         UNION
        SELECT t.id FROM access.tokens t JOIN ended ON t.created_by = ended.id)
    UPDATE access.tokens SET revoked_at = now()
     WHERE id IN (SELECT id FROM ended) AND revoked_at IS NULL
"""
BEYOND = """
    SELECT id FROM access.tokens
     WHERE created_by = $1 AND revoked_at IS NULL
       AND ($2::text IS NULL OR ($2 <> 'admin' AND (role = 'admin' OR NOT regions <@ $3)))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is shown of a token; the secret is not kept."""

    id: UUID
    role: Role
    regions: tuple[str, ...]
    partner_id: UUID | None
    label: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class Credentials:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create_token(self, grant: Grant, *, lifetime: timedelta | None = None) -> str:
        """A new API token, told this one time only."""
        secret, _ = await self.make_token(grant, lifetime=lifetime, created_by=None)
        return secret

    async def make_token(
        self, grant: Grant, *, lifetime: timedelta | None, created_by: UUID | None
    ) -> tuple[str, Token]:
        """The secret, told this one time only, and what is kept. It ends with its maker."""
        secret = TOKEN_PREFIX + new_secret()
        row = await self._connection.fetchrow(
            ADD_TOKEN,
            hashed(secret),
            grant.role,
            list(grant.regions),
            grant.partner_id,
            grant.name,
            created_by,
            lifetime,
        )
        assert row, "an insert returns its row"
        return secret, _token(row)

    async def tokens(
        self, *, regions: Sequence[str] | None, token_id: UUID | None = None
    ) -> list[Token]:
        """Newest first; `regions` None stands for all, else those for nothing beyond these."""
        return [_token(row) for row in await self._connection.fetch(WITHIN, regions, token_id)]

    async def revoke(self, token_id: UUID) -> None:
        """At once, with all tokens that were made with it."""
        async with everywhere_on(self._connection):
            await self._connection.execute(REVOKE, token_id)

    async def revoke_beyond(self, holder_id: UUID, grant: Grant | None) -> None:
        """The tokens made by somebody who may not do any more what these may."""
        role, regions = (grant.role, list(grant.regions)) if grant else (None, [])
        for row in await self._connection.fetch(BEYOND, holder_id, role, regions):
            await self.revoke(row["id"])

    async def principal_of_token(self, token: str) -> Principal | None:
        row = await self._connection.fetchrow(TOKEN, hashed(token))
        if not row:
            return None
        await self._connection.execute(TOUCH_TOKEN, row["token_id"])
        found = {**dict(row), "regions": tuple(row["regions"])}
        return Principal(**found, actor=f"token {row['token_id']}")

    async def regions_of_partner(self, partner_id: UUID | None) -> list[str]:
        """The one it is in; none for a partner that this service has not heard of."""
        rows = await self._connection.fetch(REGION_OF_PARTNER, partner_id)
        return [row["region"] for row in rows]


def _token(row: Record) -> Token:
    return Token(**{**dict(row), "regions": tuple(row["regions"])})
