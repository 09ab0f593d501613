"""All that is kept about one contact, for the one it is about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifier.domain.letters import LetterState
from shared.events.introductions import Answer
from shared.events.profiles import Language
from shared.storage.pool import Connection

CONTACT = """
    SELECT id, partner_id, region, name, email, language,
           EXISTS (SELECT FROM suppressions s WHERE s.address_hash = contacts.address_hash)
               AS is_unsubscribed
      FROM contacts
     WHERE id = $1 AND NOT erased
"""
LETTERS = """
    SELECT kind, introduction_id, recipient_address AS to, subject, body, state, created_at,
           sent_at, server_reply
      FROM letters
     WHERE contact_id = $1
     ORDER BY id
"""
ANSWERS = """
    SELECT a.introduction_id, a.answer, a.note, a.answered_at
      FROM answers a
     WHERE EXISTS (SELECT FROM letters l
                    WHERE l.introduction_id = a.introduction_id AND l.partner_id = a.partner_id
                      AND l.contact_id = $1)
     ORDER BY a.answered_at
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRecord:
    """`message` is the whole letter as it is sent; None once it is forgotten."""

    kind: str
    introduction_id: UUID | None
    to: str | None
    subject: str | None
    message: str | None
    state: LetterState
    created_at: datetime
    sent_at: datetime | None
    server_reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    introduction_id: UUID
    answer: Answer
    note: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord:
    id: UUID
    partner_id: UUID
    region: str
    name: str
    email: str
    language: Language
    is_unsubscribed: bool
    letters: list[LetterRecord]
    answers: list[AnswerRecord]


class ContactRecords:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, contact_id: UUID) -> ContactRecord | None:
        row = await self._connection.fetchrow(CONTACT, contact_id)
        if row is None:
            return None
        letters = [dict(one) for one in await self._connection.fetch(LETTERS, contact_id)]
        for letter in letters:
            body = letter.pop("body")
            letter["message"] = body.decode("utf-8", "replace") if body else None
        answers = await self._connection.fetch(ANSWERS, contact_id)
        return ContactRecord(
            **row,
            letters=[LetterRecord(**letter) for letter in letters],
            answers=[AnswerRecord(**answer) for answer in answers],
        )
