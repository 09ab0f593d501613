"""Forgetting a partner wherever the registry may have written about it."""

from dataclasses import dataclass
from uuid import UUID

from shared.access.answers import Answers
from shared.messaging.dead_letters import DeadLetters
from shared.storage.pool import Connection
from shared.storage.scope import everywhere_on

ADD = """
    INSERT INTO erased_partners (id, region, version) VALUES ($1, $2, $3)
    RETURNING id, region, version
"""
ALL = "SELECT id, region, version FROM erased_partners ORDER BY id"
# That somebody is to be forgotten must still be told.
DROP_EVENTS = """
    DELETE FROM outbox
     WHERE position($1::text IN body) > 0 AND type NOT LIKE '%.erased.v1'
"""
REVOKE_TOKENS = """
    UPDATE access.tokens SET revoked_at = coalesce(revoked_at, now()), label = ''
     WHERE partner_id = $1
"""
SPEND_SIGN_IN_LINKS = """
    UPDATE access.sign_in_links SET used_at = now() WHERE partner_id = $1 AND used_at IS NULL
"""
CLOSE_SESSIONS = "DELETE FROM access.sessions WHERE partner_id = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPartner:
    id: UUID
    region: str
    version: int


class Erasures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, partner_id: UUID, *, region: str, version: int) -> ErasedPartner:
        row = await self._connection.fetchrow(ADD, partner_id, region, version)
        assert row, "an insert returns its row"
        return ErasedPartner(**row)

    async def all(self) -> list[ErasedPartner]:
        return [ErasedPartner(**row) for row in await self._connection.fetch(ALL)]

    async def forget_messages(self, partner_id: UUID) -> None:
        """Events of the partner, its people and listings, and answers kept for repeats."""
        await self._connection.execute(DROP_EVENTS, str(partner_id))
        await DeadLetters(self._connection).forget_mentioning(partner_id)
        await Answers(self._connection).empty_mentioning(partner_id)

    async def shut_out(self, partner_id: UUID) -> None:
        """No token, link or session of the partner works from now on."""
        async with everywhere_on(self._connection):
            await self._connection.execute(REVOKE_TOKENS, partner_id)
            await self._connection.execute(SPEND_SIGN_IN_LINKS, partner_id)
            await self._connection.execute(CLOSE_SESSIONS, partner_id)
