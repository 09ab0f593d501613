"""What the others have been told of suggestions that wait, or no longer do."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.matcher.domain.suggestions import Suggestion
from services.matcher.storage.suggestions import Suggestions
from shared.storage.pool import Connection

# Those of a transaction not yet committed are its own to tell: nobody else sees them.
UNTOLD = """
    SELECT id, told_hash, told_score FROM suggestions
     WHERE told_version <> version AND status IN ('proposed', 'snoozed', 'withdrawn')
     ORDER BY id LIMIT $1
       FOR UPDATE SKIP LOCKED
"""
REMEMBER = """
    UPDATE suggestions SET told_version = version, told_hash = $2, told_score = $3 WHERE id = $1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A suggestion that has changed, and what was told of it last; None where nothing was."""

    suggestion: Suggestion
    told_hash: bytes | None
    told_score: float | None


class Tellings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def untold(self, *, limit: int) -> list[Untold]:
        rows = await self._connection.fetch(UNTOLD, limit)
        if not rows:
            return []
        found = await Suggestions(self._connection).by_ids([row["id"] for row in rows])
        return [
            Untold(
                suggestion=found[row["id"]],
                told_hash=row["told_hash"],
                told_score=row["told_score"],
            )
            for row in rows
            if row["id"] in found
        ]

    async def remember(self, told: Sequence[tuple[UUID, bytes | None, float | None]]) -> None:
        """That each is told as it is now: its id, the hash of what was told, and the score."""
        await self._connection.executemany(REMEMBER, told)
