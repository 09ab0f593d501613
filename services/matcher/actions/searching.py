"""Looks for listings and capabilities, for coordinators who put together by hand."""

from collections.abc import Sequence
from uuid import UUID

from services.matcher.actions.matching import Matching
from services.matcher.domain.errors import ItemNotFound
from services.matcher.domain.suggestions import Half
from services.matcher.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.events.suggestions import ItemKind

MOST_FOUND = 20


async def search(
    database: Database, matching: Matching, words: str, *, region: str, kinds: Sequence[ItemKind]
) -> list[Half]:
    """By meaning and by words; what was searched for is not kept."""
    vector = await matching.vector_of_question(words)
    async with database.transaction() as tx:
        return await tx.search.find(
            words, vector, region=region, kinds=kinds, model=matching.model, limit=MOST_FOUND
        )


async def reached(tx: Transaction, ids: Sequence[UUID], *, by: Principal) -> list[Half]:
    """Those of the items that are open and in regions of this one."""
    found = await tx.search.halves(ids)
    return [
        half for half in found if half.item.status == "open" and by.sees_region(half.item.region)
    ]


async def reached_one(tx: Transaction, item_id: UUID, *, by: Principal) -> Half:
    """Also one that is closed. Raises ItemNotFound where it is not theirs to see."""
    for half in await tx.search.halves([item_id]):
        if by.decides and by.sees_region(half.item.region):
            return half
    raise ItemNotFound
