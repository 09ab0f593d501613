"""Letters on their way out. Every step after the claim holds only while the lease is ours."""

from uuid import UUID

from asyncpg import Record
from uuid6 import uuid7

from services.notifier.domain.domain_limits import DomainLimits
from services.notifier.domain.letters import ClaimedLetter, LetterState
from shared.storage.pool import Connection

CLAIM = """
    UPDATE letters
       SET state = 'sending', phase = 'before_data', attempts = attempts + 1, lease = $1,
           lease_until = now() + make_interval(secs => $2),
           first_tried_at = coalesce(first_tried_at, now()), last_tried_at = now()
     WHERE id = (SELECT id FROM letters
                  WHERE state = 'waiting' AND body IS NOT NULL AND next_try_at <= now() {limits}
                  ORDER BY next_try_at
                  LIMIT 1
                    FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, introduction_id, lease, attempts, sender_address, recipient_address,
              address_hash, body
"""
CLAIM_ANY = CLAIM.format(limits="")
DOMAIN = "lower(substring(recipient_address FROM '[^@]*$'))"
CLAIM_WITHIN_LIMITS = (
    f"""
    WITH counted AS (
        SELECT {DOMAIN} AS domain,
               count(*) FILTER (WHERE state = 'sending') AS at_once,
               count(*) FILTER (WHERE last_tried_at > now() - interval '1 minute') AS a_minute
          FROM letters
         WHERE state = 'sending' OR last_tried_at > now() - interval '1 minute'
         GROUP BY 1),
    busy AS (
        SELECT counted.domain
          FROM counted
          LEFT JOIN unnest($3::text[], $4::int[], $5::int[]) AS named (domain, at_once, a_minute)
            ON named.domain = counted.domain
         WHERE counted.at_once >= coalesce(named.at_once, $6)
            OR counted.a_minute >= coalesce(named.a_minute, $7))
"""  # noqa: S608  constants only
    + CLAIM.format(limits=f"AND {DOMAIN} NOT IN (SELECT domain FROM busy)")  # noqa: S608
)
# Two who count at the same moment would both find room.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('claim a letter within limits', 0))"
# Asked at the last moment: has anybody unsubscribed, been erased, or taken over the letter?
HAND_OVER = """
    UPDATE letters
       SET phase = 'handed_over', lease_until = now() + make_interval(secs => $3)
     WHERE id = $1 AND lease = $2 AND lease_until > now() AND body IS NOT NULL
       AND NOT EXISTS (SELECT FROM suppressions s WHERE s.address_hash = letters.address_hash)
       AND wants_letter(address_hash, kind)
"""
MARK_SENT = """
    UPDATE letters
       SET state = 'sent', sent_at = now(), server_reply = $3,
           lease = NULL, lease_until = NULL, phase = NULL
     WHERE id = $1 AND lease = $2
"""
END = """
    UPDATE letters
       SET state = $4, server_reply = $3, lease = NULL, lease_until = NULL, phase = NULL
     WHERE id = $1 AND lease = $2
"""
POSTPONE = """
    UPDATE letters
       SET state = CASE WHEN now() + make_interval(secs => $4)
                             > first_tried_at + make_interval(secs => $5)
                        THEN 'refused' ELSE 'waiting' END,
           next_try_at = now() + make_interval(secs => $4), server_reply = $3,
           lease = NULL, lease_until = NULL, phase = NULL
     WHERE id = $1 AND lease = $2
    RETURNING state
"""
RELEASE = """
    UPDATE letters
       SET state = 'waiting', next_try_at = now(), lease = NULL, lease_until = NULL, phase = NULL
     WHERE id = $1 AND lease = $2
"""
SEND_AGAIN = """
    UPDATE letters
       SET state = 'waiting', next_try_at = now(), first_tried_at = NULL
     WHERE id = $1 AND introduction_id = $2 AND state = 'unknown' AND body IS NOT NULL
"""
RECOVER = """
    UPDATE letters
       SET state = CASE phase WHEN 'before_data' THEN 'waiting' ELSE 'unknown' END,
           server_reply = CASE phase WHEN 'before_data' THEN server_reply ELSE $1 END,
           next_try_at = now(), lease = NULL, lease_until = NULL, phase = NULL
     WHERE state = 'sending' AND lease_until < now()
    RETURNING id, state
"""


class Sending:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(
        self, *, lease_seconds: float, limits: DomainLimits | None = None
    ) -> ClaimedLetter | None:
        """The letter that has waited longest, if one is due; ours until the lease ends."""
        if limits is None or limits.are_none:
            row = await self._connection.fetchrow(CLAIM_ANY, uuid7(), lease_seconds)
        else:
            row = await self._claim_within(limits, lease_seconds)
        return ClaimedLetter(**dict(row)) if row else None

    async def _claim_within(self, limits: DomainLimits, lease_seconds: float) -> Record | None:
        await self._connection.execute(ONE_AT_A_TIME)
        named = limits.named.values()
        return await self._connection.fetchrow(
            CLAIM_WITHIN_LIMITS,
            uuid7(),
            lease_seconds,
            list(limits.named),
            [limit.at_once for limit in named],
            [limit.a_minute for limit in named],
            limits.others.at_once,
            limits.others.a_minute,
        )

    async def hand_over(self, letter: ClaimedLetter, *, lease_seconds: float) -> bool:
        """True when the server may be given the letter now. Commit it before giving."""
        return _one(
            await self._connection.execute(HAND_OVER, letter.id, letter.lease, lease_seconds)
        )

    async def mark_sent(self, letter: ClaimedLetter, reply: str) -> bool:
        return _one(await self._connection.execute(MARK_SENT, letter.id, letter.lease, reply))

    async def mark_refused(self, letter: ClaimedLetter, reason: str) -> bool:
        return await self._end(letter, reason, "refused")

    async def mark_unknown(self, letter: ClaimedLetter, reason: str) -> bool:
        return await self._end(letter, reason, "unknown")

    async def postpone(
        self, letter: ClaimedLetter, reason: str, *, pause: float, give_up_after: float
    ) -> LetterState | None:
        """The state it ends in; None when the lease was no longer ours. Times are seconds."""
        state: LetterState | None = await self._connection.fetchval(
            POSTPONE, letter.id, letter.lease, reason, pause, give_up_after
        )
        return state

    async def release(self, letter: ClaimedLetter) -> bool:
        """Give it back untried."""
        return _one(await self._connection.execute(RELEASE, letter.id, letter.lease))

    async def send_again(self, letter_id: UUID, *, introduction_id: UUID) -> bool:
        """False unless nobody knows whether it arrived, and its words are still there."""
        return _one(await self._connection.execute(SEND_AGAIN, letter_id, introduction_id))

    async def recover(self, *, reason: str) -> list[tuple[UUID, LetterState]]:
        """End the leases of senders that never came back; `reason` is told where it matters."""
        rows = await self._connection.fetch(RECOVER, reason)
        return [(row["id"], row["state"]) for row in rows]

    async def _end(self, letter: ClaimedLetter, reason: str, state: LetterState) -> bool:
        return _one(await self._connection.execute(END, letter.id, letter.lease, reason, state))


def _one(status: str) -> bool:
    return status == "UPDATE 1"
