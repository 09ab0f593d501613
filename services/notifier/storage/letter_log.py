"""Every letter, newest first: to whom, when, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifier.domain.letters import LetterState
from services.notifier.letters.facts import LetterKind
from shared.storage.pool import Connection

# Row-level security leaves the letters of the regions that are served.
PAGE = """
    SELECT l.id, l.kind, l.region, l.introduction_id, l.recipient_name, l.recipient_address AS to,
           coalesce(p.name, '') AS partner_name, l.state, l.attempts, l.server_reply,
           l.created_at, l.next_try_at, l.sent_at
      FROM letters l
      LEFT JOIN partners p ON p.id = l.partner_id
     WHERE ($1::text IS NULL OR l.region = $1)
       AND ($2::text IS NULL OR l.state = $2)
       AND ($3::text IS NULL OR l.kind = $3)
       AND ($4::text IS NULL
            OR position(lower($4) IN lower(concat_ws(' ', p.name, l.recipient_name,
                                                     l.recipient_address))) > 0)
       AND ($5::uuid IS NULL OR l.id < $5)
     ORDER BY l.id DESC
     LIMIT $6
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedLetter:
    id: UUID
    kind: LetterKind
    region: str
    introduction_id: UUID | None
    recipient_name: str | None
    to: str | None
    partner_name: str
    state: LetterState
    attempts: int
    server_reply: str
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """None stands for any. `who` is a part of a partner's or recipient's name or address."""

    region: str | None = None
    state: LetterState | None = None
    kind: LetterKind | None = None
    who: str | None = None


class LetterLog:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def page(
        self, wanted: LogFilter, *, before: UUID | None, limit: int
    ) -> list[LoggedLetter]:
        rows = await self._connection.fetch(
            PAGE, wanted.region, wanted.state, wanted.kind, wanted.who, before, limit
        )
        return [LoggedLetter(**dict(row)) for row in rows]
