"""Letters whose words or recipients are to be forgotten."""

from uuid import UUID

from services.notifier.domain.letters import TrackedLetter
from services.notifier.storage.letters import COLUMNS, tracked
from shared.storage.pool import Connection

# A letter that is just being sent and not handed over comes back: its sender finds out when it
# asks for leave to hand it over.
CALL_BACK = """
    UPDATE letters SET state = 'waiting', lease = NULL, lease_until = NULL, phase = NULL
     WHERE id = ANY($1::uuid[]) AND state = 'sending' AND phase = 'before_data'
"""
# What stands in a letter is as personal as whom it went to: each names the other.
FORGET_TEXT = """
    UPDATE letters SET subject = NULL, body = NULL, facts = facts - 'subject' - 'body'
     WHERE id = ANY($1::uuid[])
"""
FORGET_RECIPIENT = """
    UPDATE letters
       SET contact_id = NULL, recipient_name = NULL, recipient_address = NULL,
           address_hash = NULL, server_reply = ''
     WHERE id = ANY($1::uuid[])
"""
DROP = "DELETE FROM letters WHERE id = ANY($1::uuid[])"
WITH_CONTACT = """
    SELECT DISTINCT introduction_id FROM letters
     WHERE contact_id = $1 AND introduction_id IS NOT NULL
     ORDER BY 1
"""
ALONE_TO = f"""
    SELECT {COLUMNS} FROM letters
     WHERE introduction_id IS NULL
       AND $1 IN (partner_id, contact_id, for_contact_id, coordinator_id)
     ORDER BY id
       FOR UPDATE
"""  # noqa: S608
ALONE_ABOUT = f"""
    SELECT {COLUMNS} FROM letters
     WHERE introduction_id IS NULL AND about @> ARRAY[$1::uuid]
     ORDER BY id
       FOR UPDATE
"""  # noqa: S608


class ForgottenLetters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def with_contact(self, contact_id: UUID) -> list[UUID]:
        """The introductions in which this contact was written to."""
        rows = await self._connection.fetch(WITH_CONTACT, contact_id)
        return [row["introduction_id"] for row in rows]

    async def alone_to(self, holder_id: UUID) -> list[TrackedLetter]:
        """About no introduction, to a partner, a contact or a coordinator."""
        return [tracked(row) for row in await self._connection.fetch(ALONE_TO, holder_id)]

    async def alone_about(self, partner_id: UUID) -> list[TrackedLetter]:
        """About no introduction, and naming a partner."""
        return [tracked(row) for row in await self._connection.fetch(ALONE_ABOUT, partner_id)]

    async def call_back(self, *letter_ids: UUID) -> None:
        """Stop the letters on their way that can still be stopped."""
        await self._connection.execute(CALL_BACK, letter_ids)

    async def forget_text(self, *letter_ids: UUID) -> None:
        await self._connection.execute(FORGET_TEXT, letter_ids)

    async def forget_recipient(self, *letter_ids: UUID) -> None:
        await self._connection.execute(FORGET_RECIPIENT, letter_ids)

    async def drop(self, *letter_ids: UUID) -> None:
        await self._connection.execute(DROP, letter_ids)
