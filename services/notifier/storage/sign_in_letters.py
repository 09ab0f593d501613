"""Letters that sign people in: kept until they have left or are of no more use."""

from uuid6 import uuid7

from services.notifier.domain.sign_ins import ClaimedSignInLetter, SignInLetter
from shared.storage.pool import Connection

ADD = """
    INSERT INTO sign_in_letters (id, sender_address, recipient_address, body, expires_at)
    VALUES ($1, $2, $3, $4, $5)
"""
# One whose sender ended before DATA is sent anew; one that was handed over never is.
CLAIM = """
    UPDATE sign_in_letters
       SET lease = $1, lease_until = now() + make_interval(secs => $2)
     WHERE id = (SELECT id FROM sign_in_letters
                  WHERE next_try_at <= now() AND expires_at > now() AND NOT handed_over
                    AND (lease IS NULL OR lease_until < now())
                  ORDER BY next_try_at
                  LIMIT 1
                    FOR UPDATE SKIP LOCKED)
    RETURNING id, lease, sender_address, recipient_address, body
"""
HAND_OVER = """
    UPDATE sign_in_letters
       SET handed_over = true, lease_until = now() + make_interval(secs => $3)
     WHERE id = $1 AND lease = $2 AND lease_until > now() AND expires_at > now()
"""
POSTPONE = """
    UPDATE sign_in_letters
       SET next_try_at = now() + make_interval(secs => $3),
           lease = NULL, lease_until = NULL, handed_over = false
     WHERE id = $1 AND lease = $2
"""
DROP = "DELETE FROM sign_in_letters WHERE id = $1 AND lease = $2"
FORGET = """
    DELETE FROM sign_in_letters
     WHERE (expires_at < now() AND (lease IS NULL OR lease_until < now()))
        OR (handed_over AND lease_until < now())
    RETURNING id, handed_over
"""


class SignInLetters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, letter: SignInLetter) -> None:
        await self._connection.execute(
            ADD,
            letter.id,
            letter.sender_address,
            letter.recipient_address,
            letter.body,
            letter.expires_at,
        )

    async def claim(self, *, lease_seconds: float) -> ClaimedSignInLetter | None:
        row = await self._connection.fetchrow(CLAIM, uuid7(), lease_seconds)
        return ClaimedSignInLetter(**dict(row)) if row else None

    async def hand_over(self, letter: ClaimedSignInLetter, *, lease_seconds: float) -> bool:
        """True when the server may be given the letter now. Commit it before giving."""
        done = await self._connection.execute(HAND_OVER, letter.id, letter.lease, lease_seconds)
        return done == "UPDATE 1"

    async def postpone(self, letter: ClaimedSignInLetter, *, seconds: float) -> None:
        await self._connection.execute(POSTPONE, letter.id, letter.lease, seconds)

    async def drop(self, letter: ClaimedSignInLetter) -> None:
        await self._connection.execute(DROP, letter.id, letter.lease)

    async def forget(self) -> tuple[int, int]:
        """How many came too late, and of how many nobody knows whether they arrived."""
        rows = await self._connection.fetch(FORGET)
        lost = sum(row["handed_over"] for row in rows)
        return len(rows) - lost, lost
