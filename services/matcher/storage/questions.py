"""What coordinators have asked partners about their listings."""

from collections.abc import Collection
from uuid import UUID

from services.matcher.domain.unmatched import AskedQuestion
from shared.events.suggestions import QuestionCode
from shared.storage.pool import Connection

# A form that is sent twice asks once.
ADD = """
    INSERT INTO questions (id, region, item_id, partner_id, question, note, asked_by, asker)
    SELECT $1, region, id, partner_id, $3, $4, $5, $6
      FROM items
     WHERE id = $2 AND NOT EXISTS (
           SELECT FROM questions
            WHERE item_id = $2 AND question = $3 AND asked_at > now() - interval '1 day')
"""
OF_ITEMS = """
    SELECT id, item_id, question, asker, asked_at FROM questions
     WHERE item_id = ANY($1::uuid[]) ORDER BY asked_at DESC
"""


class Questions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self,
        question_id: UUID,
        *,
        item_id: UUID,
        question: QuestionCode,
        note: str,
        actor: str,
        name: str,
    ) -> bool:
        """False, with nothing kept, when the same was asked today."""
        done = await self._connection.execute(
            ADD, question_id, item_id, question, note, actor, name
        )
        return done == "INSERT 0 1"

    async def of_items(self, ids: Collection[UUID]) -> list[AskedQuestion]:
        """The latest first."""
        rows = await self._connection.fetch(OF_ITEMS, list(ids))
        return [AskedQuestion(**dict(row)) for row in rows]
