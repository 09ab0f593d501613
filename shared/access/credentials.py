"""API tokens. Only hashes are stored: a copied database opens nothing."""

from datetime import timedelta
from uuid import UUID

from shared.access.grant import Grant
from shared.access.principal import Principal, Role
from shared.access.secrets import hashed, new_secret
from shared.storage.pool import Connection

TOKEN_PREFIX = "kb_"  # lets secret scanners find a leaked one

ADD_TOKEN = """
    INSERT INTO access.tokens (token_hash, role, regions, partner_id, label, expires_at)
    VALUES ($1, $2, $3, $4, $5, now() + $6::interval)
"""
TOKEN = """
    SELECT id, role, regions, partner_id, label AS name
      FROM access.tokens
     WHERE token_hash = $1 AND revoked_at IS NULL
       AND (expires_at IS NULL OR expires_at > now())
"""
# Once a minute is enough to see which tokens are in use, and spares a write on every request.
TOUCH_TOKEN = """
    UPDATE access.tokens SET last_used_at = now()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
"""


class Credentials:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create_token(self, grant: Grant, *, lifetime: timedelta | None = None) -> str:
        """A new API token, told this one time only."""
        token = TOKEN_PREFIX + new_secret()
        await self._connection.execute(ADD_TOKEN, hashed(token), *_granted(grant), lifetime)
        return token

    async def principal_of_token(self, token: str) -> Principal | None:
        row = await self._connection.fetchrow(TOKEN, hashed(token))
        if not row:
            return None
        await self._connection.execute(TOUCH_TOKEN, row["id"])
        return _principal(dict(row), actor=f"token {row['id']}")


def _granted(grant: Grant) -> tuple[Role, list[str], UUID | None, str]:
    return grant.role, list(grant.regions), grant.partner_id, grant.name


def _principal(row: dict[str, object], *, actor: str) -> Principal:
    row.pop("id", None)
    row["regions"] = tuple(row["regions"])  # type: ignore[arg-type]
    return Principal(**row, actor=actor)  # type: ignore[arg-type]
