"""Asks a partner what would help to find somebody."""

from uuid import UUID

from uuid6 import uuid7

from services.matcher.actions.searching import reached_one
from services.matcher.domain.errors import ItemNotFound
from services.matcher.domain.told import side_of
from services.matcher.storage.database import Database
from shared.access.principal import Principal
from shared.events.suggestions import QuestionAsked, QuestionCode, QuestionData


async def ask(
    database: Database, item_id: UUID, *, by: Principal, question: QuestionCode, note: str
) -> None:
    """The letter is the notifier's. Asked again within a day it is no news.

    Raises:
        ItemNotFound: there is none that is open in their regions.
    """
    async with database.transaction() as tx:
        half = await reached_one(tx, item_id, by=by)
        if half.item.status != "open":
            raise ItemNotFound
        question_id = uuid7()
        is_new = await tx.questions.add(
            question_id,
            item_id=item_id,
            question=question,
            note=note,
            actor=by.actor,
            name=by.name,
        )
        if is_new:
            data = QuestionData(item=side_of(half), question=question, note=note)
            await tx.outbox.add(
                QuestionAsked(subject=question_id, region=half.item.region, version=1, data=data)
            )
            await tx.audit.add("question.asked", subject=item_id, region=half.item.region)
