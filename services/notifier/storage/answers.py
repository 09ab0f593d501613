"""What partners answered, by a button or in their own words."""

from uuid import UUID

from asyncpg import Record

from services.notifier.domain.introductions import GivenAnswer, NamedPerson, Reply
from shared.events.introductions import Answer
from shared.storage.pool import Connection

GIVE = """
    INSERT INTO answers (introduction_id, partner_id, answer, note, named_name, named_email)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (introduction_id, partner_id) DO UPDATE
       SET answer = excluded.answer, note = excluded.note, named_name = excluded.named_name,
           named_email = excluded.named_email, answered_at = now()
     WHERE (answers.answer, answers.note, answers.named_name, answers.named_email)
           IS DISTINCT FROM
           (excluded.answer, excluded.note, excluded.named_name, excluded.named_email)
"""
OF_INTRODUCTIONS = """
    SELECT introduction_id, partner_id, answer, note, named_name, named_email, answered_at
      FROM answers
     WHERE introduction_id = ANY($1::uuid[])
     ORDER BY answered_at
"""
ADD_REPLY = """
    INSERT INTO replies (id, introduction_id, partner_id, text) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING
"""
REPLIES = """
    SELECT introduction_id, partner_id, text, received_at
      FROM replies
     WHERE introduction_id = ANY($1::uuid[])
     ORDER BY received_at
"""
FORGET_TEXTS = """
    UPDATE answers SET note = '', named_name = '', named_email = '' WHERE introduction_id = $1
"""
FORGET_NAMED = """
    UPDATE answers SET named_name = '', named_email = '' WHERE lower(named_email) = lower($1)
"""
FORGET_REPLIES = "DELETE FROM replies WHERE introduction_id = $1"
NOBODY = NamedPerson(name="", email="")


class Answers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def give(
        self,
        introduction_id: UUID,
        *,
        partner_id: UUID,
        answer: Answer,
        note: str,
        named: NamedPerson | None = None,
    ) -> bool:
        """False when this very answer was given before."""
        person = named or NOBODY
        status = await self._connection.execute(
            GIVE, introduction_id, partner_id, answer, note, person.name, person.email
        )
        return status == "INSERT 0 1"

    async def of(self, *introduction_ids: UUID) -> list[GivenAnswer]:
        rows = await self._connection.fetch(OF_INTRODUCTIONS, introduction_ids)
        return [_answer(row) for row in rows]

    async def add_reply(
        self, reply_id: UUID, *, introduction_id: UUID, partner_id: UUID, text: str
    ) -> None:
        await self._connection.execute(ADD_REPLY, reply_id, introduction_id, partner_id, text)

    async def replies(self, *introduction_ids: UUID) -> list[Reply]:
        rows = await self._connection.fetch(REPLIES, introduction_ids)
        return [Reply(**dict(row)) for row in rows]

    async def forget_texts(self, introduction_id: UUID) -> None:
        """What was said may name the one who is to be forgotten."""
        await self._connection.execute(FORGET_TEXTS, introduction_id)
        await self._connection.execute(FORGET_REPLIES, introduction_id)

    async def forget_named(self, email: str) -> None:
        """Somebody may have been named by others before they were a contact."""
        await self._connection.execute(FORGET_NAMED, email)


def _answer(row: Record) -> GivenAnswer:
    given = dict(row)
    named = NamedPerson(name=given.pop("named_name"), email=given.pop("named_email"))
    return GivenAnswer(**given, named=named if named != NOBODY else None)
