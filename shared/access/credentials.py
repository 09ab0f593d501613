"""Tokens, sign-in codes and sessions. Only hashes are stored: a copied database opens nothing."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from shared.access.errors import SignInLinkSpent
from shared.access.principal import Principal, Role
from shared.storage.pool import Connection

TOKEN_PREFIX = "kb_"  # lets secret scanners find a leaked one
SIGN_IN_LIFETIME = timedelta(minutes=10)
SESSION_LIFETIME = timedelta(hours=12)

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
ADD_LINK = """
    INSERT INTO access.sign_in_links
           (code_hash, role, regions, partner_id, display_name, expires_at)
    VALUES ($1, $2, $3, $4, $5, now() + $6::interval)
"""
SPEND_LINK = """
    UPDATE access.sign_in_links SET used_at = now()
     WHERE code_hash = $1 AND used_at IS NULL AND expires_at > now()
    RETURNING role, regions, partner_id, display_name
"""
OPEN_SESSION = """
    INSERT INTO access.sessions
           (session_hash, role, regions, partner_id, display_name, csrf_token, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, now() + $7::interval)
"""
SESSION = """
    SELECT role, regions, partner_id, display_name AS name, csrf_token
      FROM access.sessions
     WHERE session_hash = $1 AND expires_at > now()
"""
CLOSE_SESSION = "DELETE FROM access.sessions WHERE session_hash = $1 OR expires_at < now()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token or a sign-in link is good for. `name` is a label, or the person's name."""

    role: Role
    regions: tuple[str, ...] = ()
    partner_id: UUID | None = None
    name: str = ""


class Credentials:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create_token(self, grant: Grant, *, lifetime: timedelta | None = None) -> str:
        """A new API token, told this one time only."""
        token = TOKEN_PREFIX + token_urlsafe(32)
        await self._connection.execute(ADD_TOKEN, hashed(token), *_granted(grant), lifetime)
        return token

    async def principal_of_token(self, token: str) -> Principal | None:
        row = await self._connection.fetchrow(TOKEN, hashed(token))
        if not row:
            return None
        await self._connection.execute(TOUCH_TOKEN, row["id"])
        return _principal(dict(row), actor=f"token {row['id']}")

    async def create_sign_in_code(self, grant: Grant) -> str:
        """A code that signs one person in, once, within ten minutes."""
        code = token_urlsafe(32)
        await self._connection.execute(ADD_LINK, hashed(code), *_granted(grant), SIGN_IN_LIFETIME)
        return code

    async def sign_in(self, code: str) -> str:
        """Spend `code` for a session; returns the session's secret.

        Raises:
            SignInLinkSpent: used, expired or never given out.
        """
        row = await self._connection.fetchrow(SPEND_LINK, hashed(code))
        if not row:
            raise SignInLinkSpent
        session, csrf_token = token_urlsafe(32), token_urlsafe(32)
        await self._connection.execute(
            OPEN_SESSION, hashed(session), *row.values(), csrf_token, SESSION_LIFETIME
        )
        return session

    async def principal_of_session(self, session: str) -> Principal | None:
        row = await self._connection.fetchrow(SESSION, hashed(session))
        return _principal(dict(row), actor=f"session {hashed(session).hex()[:12]}") if row else None

    async def sign_out(self, session: str) -> None:
        await self._connection.execute(CLOSE_SESSION, hashed(session))


def hashed(secret: str) -> bytes:
    """SHA-256 suffices: what is hashed is random and long, unlike a password."""
    return sha256(secret.encode("utf-8", "replace")).digest()


def _granted(grant: Grant) -> tuple[Role, list[str], UUID | None, str]:
    return grant.role, list(grant.regions), grant.partner_id, grant.name


def _principal(row: dict[str, object], *, actor: str) -> Principal:
    row.pop("id", None)
    row["regions"] = tuple(row["regions"])  # type: ignore[arg-type]
    return Principal(**row, actor=actor)  # type: ignore[arg-type]
