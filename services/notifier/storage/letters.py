"""Letters as they are queued, written and shown. How they are sent is in `sending`, how they are
forgotten in `forgotten_letters`."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.notifier.domain.letters import NewLetter, TrackedLetter, WrittenLetter
from services.notifier.letters.facts import FACTS, LetterKind
from shared.storage.pool import Connection

ADD = """
    INSERT INTO letters (id, message_id, key, region, kind, introduction_id, partner_id,
                         for_contact_id, coordinator_id, facts, about, next_try_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, now()))
    ON CONFLICT (key) DO NOTHING
"""
COLUMNS = """
    id, kind, region, introduction_id, partner_id, for_contact_id, coordinator_id, contact_id,
    recipient_name, recipient_address AS to, language, subject, message_id, facts, state, attempts,
    server_reply, created_at, next_try_at, sent_at
"""
OF_INTRODUCTIONS = f"""
    SELECT {COLUMNS} FROM letters WHERE introduction_id = ANY($1::uuid[]) ORDER BY id
"""  # noqa: S608
BY_ID = f"SELECT {COLUMNS} FROM letters WHERE id = $1"  # noqa: S608
BY_KEY = f"SELECT {COLUMNS} FROM letters WHERE key = $1"  # noqa: S608
# Those about an introduction are written together, once it is locked.
WAITING_ALONE = f"""
    SELECT {COLUMNS}
      FROM letters
     WHERE introduction_id IS NULL AND state = 'waiting'
       AND ($1::uuid IS NULL OR $1 IN (partner_id, coordinator_id))
       AND ($2::text IS NULL OR region = $2)
     ORDER BY id
       FOR UPDATE
"""  # noqa: S608
ARE_SENT = """
    SELECT bool_and(state = 'sent') FROM letters WHERE introduction_id = $1 AND kind = $2
"""
WRITE = """
    UPDATE letters
       SET contact_id = $2, recipient_name = $3, recipient_address = $4, address_hash = $5,
           sender_address = $6, language = $7, subject = $8, body = $9, server_reply = ''
     WHERE id = $1 AND state = 'waiting'
"""
HOLD = """
    UPDATE letters SET next_try_at = greatest(next_try_at, $2)
     WHERE id = $1 AND state = 'waiting' AND attempts = 0
"""
UNWRITE = """
    UPDATE letters
       SET contact_id = NULL, recipient_name = NULL, recipient_address = NULL,
           address_hash = NULL, sender_address = NULL, subject = NULL, body = NULL,
           server_reply = $2
     WHERE id = $1 AND state = 'waiting'
"""
REFUSE = """
    UPDATE letters SET state = 'refused', server_reply = $2 WHERE id = $1 AND state = 'waiting'
"""
REFUSE_WAITING = """
    UPDATE letters SET state = 'refused', server_reply = $2
     WHERE introduction_id = $1 AND state = 'waiting'
"""
DROP_WAITING = "DELETE FROM letters WHERE introduction_id = $1 AND state = 'waiting'"


class Letters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, letter: NewLetter) -> bool:
        """False when one with this key was queued before."""
        status = await self._connection.execute(
            ADD,
            letter.id,
            letter.message_id,
            letter.key,
            letter.region,
            letter.facts.kind,
            letter.introduction_id,
            letter.to.partner_id,
            letter.to.for_contact_id,
            letter.to.coordinator_id,
            letter.facts.model_dump_json(),
            list(letter.about),
            letter.not_before,
        )
        return status == "INSERT 0 1"

    async def of(self, *introduction_ids: UUID) -> list[TrackedLetter]:
        rows = await self._connection.fetch(OF_INTRODUCTIONS, introduction_ids)
        return [tracked(row) for row in rows]

    async def get(self, letter_id: UUID) -> TrackedLetter | None:
        row = await self._connection.fetchrow(BY_ID, letter_id)
        return tracked(row) if row else None

    async def are_sent(self, introduction_id: UUID, kind: LetterKind) -> bool:
        """All of this kind."""
        return bool(await self._connection.fetchval(ARE_SENT, introduction_id, kind))

    async def with_key(self, key: str) -> TrackedLetter | None:
        row = await self._connection.fetchrow(BY_KEY, key)
        return tracked(row) if row else None

    async def waiting_alone(
        self, *, holder_id: UUID | None = None, region: str | None = None
    ) -> list[TrackedLetter]:
        """Those that are about no introduction and have not left, to a partner or coordinator or
        in a region; locked."""
        rows = await self._connection.fetch(WAITING_ALONE, holder_id, region)
        return [tracked(row) for row in rows]

    async def write(self, letter_id: UUID, written: WrittenLetter) -> None:
        """Keep what is to be sent, unless it is being sent already."""
        await self._connection.execute(
            WRITE,
            letter_id,
            written.contact_id,
            written.recipient_name,
            written.recipient_address,
            written.address_hash,
            written.sender_address,
            written.language,
            written.subject,
            written.body,
        )

    async def hold(self, letter_id: UUID, *, until: datetime) -> None:
        """It leaves then at the earliest, unless somebody has tried it already."""
        await self._connection.execute(HOLD, letter_id, until)

    async def unwrite(self, letter_id: UUID, *, reason: str) -> None:
        """Back to waiting for somebody to write to."""
        await self._connection.execute(UNWRITE, letter_id, reason)

    async def refuse(self, letter_id: UUID, *, reason: str) -> bool:
        """Never send it. False when it has left, or is leaving."""
        return await self._connection.execute(REFUSE, letter_id, reason) == "UPDATE 1"

    async def refuse_waiting(self, introduction_id: UUID, *, reason: str) -> bool:
        """Never send what has not left. True when there was something to refuse."""
        status = await self._connection.execute(REFUSE_WAITING, introduction_id, reason)
        return not status.endswith(" 0")

    async def drop_waiting(self, introduction_id: UUID) -> None:
        """As if they had never been queued: nobody has tried to send them."""
        await self._connection.execute(DROP_WAITING, introduction_id)


def tracked(row: Record) -> TrackedLetter:
    return TrackedLetter(**{**dict(row), "facts": FACTS.validate_json(row["facts"])})
