"""What is written down of an act, in the transaction of the act itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic_core import from_json, to_json
from uuid6 import uuid7

from shared.audit.asking import asking
from shared.storage.pool import Connection

ADD = """
    INSERT INTO {schema}audit (id, act, actor, region, subject, details, origin)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
LATEST = """
    SELECT chain.seq, audit.id, happened_at, act, actor, region, subject, details, origin,
           chain.hash
      FROM audit JOIN audit_chain AS chain ON chain.audit_id = audit.id
     WHERE chain.seq > $1
     ORDER BY chain.seq {order}
     LIMIT $2
"""

Details = Mapping[str, str | int | bool | list[str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`seq` and `hash` are its place in the chain."""

    seq: int
    id: UUID
    happened_at: datetime
    act: str
    actor: str
    region: str | None
    subject: UUID | None
    details: Mapping[str, object]
    origin: str
    hash: bytes


class AuditLog:
    def __init__(self, connection: Connection, *, schema: str = "") -> None:
        """`schema` for who works in none, as provisioning does."""
        self._connection = connection
        self._schema = f"{schema}." if schema else ""

    async def add(
        self,
        act: str,
        *,
        subject: UUID | None = None,
        region: str | None = None,
        details: Details | None = None,
        actor: str | None = None,
    ) -> None:
        """`act` says what happened, like `token.made`; who and from where is known already.

        Ids and codes only, in `details` too: what is written here is never erased.
        """
        now = asking()
        await self._connection.execute(
            ADD.format(schema=self._schema),
            uuid7(),
            act,
            actor or now.actor,
            region or None,
            subject,
            to_json(details or {}).decode(),
            now.origin,
        )

    async def latest(self, limit: int) -> list[Act]:
        """Newest first."""
        rows = await self._connection.fetch(LATEST.format(order="DESC"), 0, limit)
        return [_act(dict(row)) for row in rows]

    async def after(self, seq: int, *, limit: int) -> list[Act]:
        """In the order in which they were kept."""
        rows = await self._connection.fetch(LATEST.format(order=""), seq, limit)
        return [_act(dict(row)) for row in rows]


def _act(row: dict[str, object]) -> Act:
    details = row.pop("details")
    assert isinstance(details, str)
    return Act(**row, details=from_json(details))  # type: ignore[arg-type]
