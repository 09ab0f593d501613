"""Letters as they are written, shown and forgotten. How they are sent is in `sending`."""

from uuid import UUID

from asyncpg import Record

from services.notifier.domain.letters import TrackedLetter, WrittenLetter
from shared.storage.pool import Connection

ADD = """
    INSERT INTO letters (id, introduction_id, partner_id, message_id) VALUES ($1, $2, $3, $4)
"""
OF_INTRODUCTIONS = """
    SELECT id, introduction_id, partner_id, kind, contact_id, recipient_name,
           recipient_address AS to, language, subject, message_id, state, attempts, server_reply,
           created_at, next_try_at, sent_at
      FROM letters
     WHERE introduction_id = ANY($1::uuid[])
     ORDER BY id
"""
WRITE = """
    UPDATE letters
       SET contact_id = $2, recipient_name = $3, recipient_address = $4, address_hash = $5,
           sender_address = $6, language = $7, subject = $8, body = $9, server_reply = ''
     WHERE id = $1 AND state = 'waiting'
"""
UNWRITE = """
    UPDATE letters
       SET contact_id = NULL, recipient_name = NULL, recipient_address = NULL,
           address_hash = NULL, sender_address = NULL, subject = NULL, body = NULL,
           server_reply = $2
     WHERE introduction_id = $1 AND state = 'waiting'
"""
REFUSE_WAITING = """
    UPDATE letters SET state = 'refused', server_reply = $2
     WHERE introduction_id = $1 AND state = 'waiting'
       AND ($3::uuid IS NULL OR partner_id = $3)
"""
# A letter that is just being sent and not handed over comes back: its sender finds out when it
# asks for leave to hand it over.
CALL_BACK = """
    UPDATE letters SET state = 'waiting', lease = NULL, lease_until = NULL, phase = NULL
     WHERE introduction_id = $1 AND state = 'sending' AND phase = 'before_data'
"""
# What stands in a letter is as personal as whom it went to: each names the other.
FORGET_TEXT = "UPDATE letters SET subject = NULL, body = NULL WHERE introduction_id = $1"
FORGET_RECIPIENT = """
    UPDATE letters
       SET contact_id = NULL, recipient_name = NULL, recipient_address = NULL,
           address_hash = NULL, server_reply = ''
     WHERE introduction_id = $1 AND partner_id = $2
"""
WITH_CONTACT = "SELECT DISTINCT introduction_id FROM letters WHERE contact_id = $1 ORDER BY 1"


class Letters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self, letter_id: UUID, *, introduction_id: UUID, partner_id: UUID, message_id: str
    ) -> None:
        await self._connection.execute(ADD, letter_id, introduction_id, partner_id, message_id)

    async def of(self, *introduction_ids: UUID) -> list[TrackedLetter]:
        rows = await self._connection.fetch(OF_INTRODUCTIONS, introduction_ids)
        return [_letter(row) for row in rows]

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

    async def unwrite(self, introduction_id: UUID, *, reason: str) -> None:
        """Back to waiting for somebody to write to."""
        await self._connection.execute(UNWRITE, introduction_id, reason)

    async def refuse_waiting(
        self, introduction_id: UUID, *, reason: str, partner_id: UUID | None = None
    ) -> bool:
        """Never send what has not left. True when there was something to refuse."""
        status = await self._connection.execute(REFUSE_WAITING, introduction_id, reason, partner_id)
        return not status.endswith(" 0")

    async def call_back(self, introduction_id: UUID) -> None:
        """Stop the letters on their way that can still be stopped."""
        await self._connection.execute(CALL_BACK, introduction_id)

    async def forget_text(self, introduction_id: UUID) -> None:
        await self._connection.execute(FORGET_TEXT, introduction_id)

    async def forget_recipient(self, introduction_id: UUID, *, partner_id: UUID) -> None:
        await self._connection.execute(FORGET_RECIPIENT, introduction_id, partner_id)

    async def with_contact(self, contact_id: UUID) -> list[UUID]:
        """The introductions in which this contact was written to."""
        rows = await self._connection.fetch(WITH_CONTACT, contact_id)
        return [row["introduction_id"] for row in rows]


def _letter(row: Record) -> TrackedLetter:
    return TrackedLetter(**dict(row))
