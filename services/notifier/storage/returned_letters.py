"""Letters that mail has come back about."""

from dataclasses import dataclass
from uuid import UUID

from services.notifier.domain.letters import LetterState
from shared.storage.pool import Connection

FIND = """
    SELECT id, region, introduction_id, partner_id, address_hash, state
      FROM letters
     WHERE id = $1
"""
MARK_BOUNCED = """
    UPDATE letters SET state = 'bounced', server_reply = $2
     WHERE id = $1 AND state IN ('sent', 'unknown')
"""
COUNT_SOFT = """
    INSERT INTO soft_bounces (address_hash, letter_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
"""
SOFT_BOUNCES = """
    SELECT count(*) FROM soft_bounces
     WHERE address_hash = $1 AND bounced_at > now() - interval '90 days'
"""
FORGET_SOFT = "DELETE FROM soft_bounces WHERE address_hash = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLetter:
    """`address_hash` is empty once its recipient has been erased."""

    id: UUID
    region: str
    introduction_id: UUID | None
    partner_id: UUID | None
    address_hash: bytes | None
    state: LetterState


class ReturnedLetters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, letter_id: UUID) -> ReturnedLetter | None:
        row = await self._connection.fetchrow(FIND, letter_id)
        return ReturnedLetter(**dict(row)) if row else None

    async def mark_bounced(self, letter_id: UUID, *, reason: str) -> bool:
        """False where that is known already, or the letter never left."""
        done = await self._connection.execute(MARK_BOUNCED, letter_id, reason)
        return done == "UPDATE 1"

    async def count_soft(self, letter: ReturnedLetter) -> int:
        """How many letters to this address could not be delivered for now, in ninety days."""
        await self._connection.execute(COUNT_SOFT, letter.address_hash, letter.id)
        found: int = await self._connection.fetchval(SOFT_BOUNCES, letter.address_hash)
        return found

    async def forget_soft(self, address_hash: bytes) -> None:
        await self._connection.execute(FORGET_SOFT, address_hash)
