"""Links and short codes that sign one person in, once, within ten minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.access.errors import SignInLinkSpent
from shared.access.grant import Grant
from shared.access.secrets import hashed, hashed_as_typed, new_secret
from shared.storage.pool import Connection
from shared.storage.scope import everywhere_on

LIFETIME = timedelta(minutes=10)
MOST_WRONG_CODES = 5
KEPT_DAYS = 1

ADD_FOR_ROLE = """
    INSERT INTO access.sign_in_links
           (code_hash, role, regions, partner_id, display_name, expires_at)
    VALUES ($1, $2, $3, $4, $5, now() + $6::interval)
"""
ADD_REQUEST = """
    INSERT INTO access.sign_in_links (id, browser_hash, holders, leads_to, expires_at)
    VALUES ($1, $2, $3, $4, now() + $5::interval)
    RETURNING expires_at
"""
# Whoever asks first gets it; a repeat of the event finds the codes there.
SET_CODES = """
    UPDATE access.sign_in_links SET code_hash = $2, typed_hash = $3
     WHERE id = $1 AND code_hash IS NULL AND used_at IS NULL AND expires_at > now()
"""
LOOK = """
    SELECT browser_hash IS NULL OR browser_hash = $2 AS is_for_this_browser
      FROM access.sign_in_links
     WHERE code_hash = $1 AND used_at IS NULL AND expires_at > now()
"""
SPEND = """
    UPDATE access.sign_in_links SET used_at = now()
     WHERE code_hash = $1 AND (browser_hash IS NULL OR browser_hash = $2)
       AND used_at IS NULL AND expires_at > now()
    RETURNING holders, leads_to, role, regions, partner_id, display_name
"""
SPEND_TYPED = """
    UPDATE access.sign_in_links SET used_at = now()
     WHERE browser_hash = $1 AND typed_hash = $2 AND wrong_codes < $3
       AND used_at IS NULL AND expires_at > now()
    RETURNING holders, leads_to, role, regions, partner_id, display_name
"""
COUNT_WRONG = """
    UPDATE access.sign_in_links SET wrong_codes = wrong_codes + 1
     WHERE browser_hash = $1 AND used_at IS NULL AND expires_at > now()
"""
SPEND_OTHERS = """
    UPDATE access.sign_in_links SET used_at = now() WHERE browser_hash = $1 AND used_at IS NULL
"""
SPEND_OF = """
    UPDATE access.sign_in_links SET used_at = now()
     WHERE $1 = ANY(holders) AND used_at IS NULL
"""
SWEEP = """
    DELETE FROM access.sign_in_links WHERE expires_at < now() - make_interval(days => $1)
"""

Look = Literal["open", "other_browser"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentLink:
    """Whom it was for: people, by the grants they held when it was asked for, or a role."""

    holders: tuple[UUID, ...]
    leads_to: str
    grant: Grant | None


class SignInLinks:
    """`browser` is the secret of the cookie that the asking browser has."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create_for_role(self, grant: Grant) -> str:
        """The code of a link that any browser may use: for those who may open the database."""
        code = new_secret()
        await self._connection.execute(
            ADD_FOR_ROLE,
            hashed(code),
            grant.role,
            list(grant.regions),
            grant.partner_id,
            grant.name,
            LIFETIME,
        )
        return code

    async def request(
        self, request_id: UUID, *, browser: str, holders: Sequence[UUID], leads_to: str
    ) -> datetime:
        """Keep that somebody asked; the codes come later. Returns when it expires."""
        expires_at: datetime = await self._connection.fetchval(
            ADD_REQUEST, request_id, hashed(browser), holders, leads_to, LIFETIME
        )
        return expires_at

    async def set_codes(self, request_id: UUID, *, code: str, typed: str) -> bool:
        """False when it has its codes already, was used, or is too old."""
        done = await self._connection.execute(
            SET_CODES, request_id, hashed(code), hashed_as_typed(typed)
        )
        return done == "UPDATE 1"

    async def look(self, code: str, *, browser: str) -> Look:
        """Changes nothing: mail scanners look too.

        Raises:
            SignInLinkSpent: used, expired or never given out.
        """
        found = await self._connection.fetchval(LOOK, hashed(code), hashed(browser))
        if found is None:
            raise SignInLinkSpent
        return "open" if found else "other_browser"

    async def spend(self, code: str, *, browser: str) -> SpentLink:
        """Raises SignInLinkSpent also where another browser asked for it."""
        row = await self._connection.fetchrow(SPEND, hashed(code), hashed(browser))
        if not row:
            raise SignInLinkSpent
        await self._connection.execute(SPEND_OTHERS, hashed(browser))
        return _spent(dict(row))

    async def spend_typed(self, typed: str, *, browser: str) -> SpentLink | None:
        """None for a code that is wrong, which is counted: five are too many."""
        row = await self._connection.fetchrow(
            SPEND_TYPED, hashed(browser), hashed_as_typed(typed), MOST_WRONG_CODES
        )
        if not row:
            await self._connection.execute(COUNT_WRONG, hashed(browser))
            return None
        await self._connection.execute(SPEND_OTHERS, hashed(browser))
        return _spent(dict(row))

    async def spend_of(self, holder_id: UUID) -> None:
        """Nobody gets in by links that were asked for as this one."""
        async with everywhere_on(self._connection):
            await self._connection.execute(SPEND_OF, holder_id)

    async def sweep(self) -> None:
        await self._connection.execute(SWEEP, KEPT_DAYS)


def _spent(row: dict[str, object]) -> SpentLink:
    holders, leads_to = row.pop("holders"), row.pop("leads_to")
    row["regions"] = tuple(row["regions"])  # type: ignore[arg-type]
    name = row.pop("display_name")
    grant = Grant(**row, name=name) if row["role"] else None  # type: ignore[arg-type]
    return SpentLink(holders=tuple(holders), leads_to=str(leads_to), grant=grant)  # type: ignore[arg-type]
