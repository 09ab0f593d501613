"""Browser sessions. Only the hash of their secret is stored: a copied database opens nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.access.grant import Grant
from shared.access.principal import Principal
from shared.access.secrets import hashed, new_secret
from shared.storage.pool import Connection
from shared.storage.scope import everywhere_on

LIFETIME = timedelta(hours=12)
IDLE = timedelta(hours=2)
LONGEST_BROWSER = 100

OPEN = """
    INSERT INTO access.sessions
           (session_hash, csrf_token, role, regions, partner_id, display_name, holder_id,
            browser, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9::interval)
"""
# A new secret with every change of rights, so that one known before is worth nothing after.
SWITCH = """
    UPDATE access.sessions
       SET session_hash = $2, csrf_token = $3, role = $4, regions = $5, partner_id = $6,
           display_name = $7, holder_id = $8, last_seen_at = now()
     WHERE session_hash = $1
"""
FIND = """
    SELECT id AS session_id, role, regions, partner_id, display_name AS name, holder_id,
           csrf_token, created_at > now() - interval '10 minutes' AS signed_in_recently,
           last_seen_at < now() - interval '1 minute' AS is_to_touch
      FROM access.sessions
     WHERE session_hash = $1 AND expires_at > now() AND last_seen_at > now() - $2::interval
"""
TOUCH = "UPDATE access.sessions SET last_seen_at = now() WHERE session_hash = $1"
OF_HOLDERS = """
    SELECT id, role, browser, created_at, last_seen_at
      FROM access.sessions
     WHERE holder_id = ANY($1::uuid[]) AND expires_at > now()
       AND last_seen_at > now() - $2::interval
     ORDER BY last_seen_at DESC
"""
CLOSE = "DELETE FROM access.sessions WHERE session_hash = $1"
CLOSE_ONE = "DELETE FROM access.sessions WHERE id = $1 AND holder_id = ANY($2::uuid[])"
CLOSE_OF = "DELETE FROM access.sessions WHERE holder_id = ANY($1::uuid[])"
LIMIT_TO = "UPDATE access.sessions SET role = $2, regions = $3 WHERE holder_id = $1"
SWEEP = """
    DELETE FROM access.sessions
     WHERE expires_at < now() OR last_seen_at < now() - $1::interval
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """What its owner is shown of it."""

    id: UUID
    role: str
    browser: str
    created_at: datetime
    last_seen_at: datetime


class Sessions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, grant: Grant, *, browser: str = "") -> str:
        """The secret of a new session, for its cookie."""
        secret = new_secret()
        await self._connection.execute(
            OPEN, hashed(secret), *_columns(grant), browser[:LONGEST_BROWSER], LIFETIME
        )
        return secret

    async def switch(self, secret: str, grant: Grant) -> str:
        """Go on as somebody else one is; the secret is a new one. It does not last longer."""
        new = new_secret()
        await self._connection.execute(SWITCH, hashed(secret), hashed(new), *_columns(grant))
        return new

    async def principal(self, secret: str) -> Principal | None:
        row = await self._connection.fetchrow(FIND, hashed(secret), IDLE)
        if not row:
            return None
        found = dict(row)
        if found.pop("is_to_touch"):
            await self._connection.execute(TOUCH, hashed(secret))
        found["regions"] = tuple(found["regions"])
        holder = found["holder_id"]
        actor = f"person {holder}" if holder else f"session {found['session_id']}"
        return Principal(**found, actor=actor)

    async def of(self, holders: Sequence[UUID]) -> list[OpenSession]:
        """Those of one person, who may hold several grants; the last used first."""
        rows = await self._connection.fetch(OF_HOLDERS, holders, IDLE)
        return [OpenSession(**dict(row)) for row in rows]

    async def close(self, secret: str) -> None:
        await self._connection.execute(CLOSE, hashed(secret))

    async def close_one(self, session_id: UUID, *, holders: Sequence[UUID]) -> None:
        await self._connection.execute(CLOSE_ONE, session_id, holders)

    async def close_of(self, *holders: UUID) -> None:
        """Wherever they are signed in, and as whatever."""
        async with everywhere_on(self._connection):
            await self._connection.execute(CLOSE_OF, holders)

    async def follow(self, holder_id: UUID, grant: Grant | None) -> None:
        """Let open sessions do what their holder may do now, or end them."""
        if grant:
            await self._connection.execute(LIMIT_TO, holder_id, grant.role, list(grant.regions))
        else:
            await self.close_of(holder_id)

    async def sweep(self) -> None:
        await self._connection.execute(SWEEP, IDLE)


def _columns(grant: Grant) -> tuple[object, ...]:
    return (
        new_secret(),
        grant.role,
        list(grant.regions),
        grant.partner_id,
        grant.name,
        grant.holder_id,
    )
