"""Answers kept for repeats of the same write."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from starlette.datastructures import Headers
from starlette.types import Message, Send

from shared.access.errors import IdempotencyKeyReused
from shared.storage.pool import Connection
from shared.storage.scope import everywhere_on

CLAIM = """
    INSERT INTO idempotency_keys (actor, key, request_hash) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING
"""
EARLIER = """
    SELECT request_hash, status, content_type, location, answer
      FROM idempotency_keys
     WHERE actor = $1 AND key = $2
"""
# The key stays, or a repeat of the request would do it anew.
EMPTY_MENTIONING = """
    UPDATE idempotency_keys
       SET answer = convert_to('{"status": "erased"}', 'UTF8')
     WHERE position(convert_to($1, 'UTF8') IN answer) > 0
"""
KEEP = """
    UPDATE idempotency_keys SET status = $3, content_type = $4, location = $5, answer = $6
     WHERE actor = $1 AND key = $2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    content_type: str | None
    location: str | None
    body: bytes

    @classmethod
    def from_messages(cls, messages: list[Message]) -> Self:
        start = messages[0]
        headers = Headers(raw=start["headers"])
        return cls(
            status=start["status"],
            content_type=headers.get("content-type"),
            location=headers.get("location"),
            body=b"".join(message.get("body", b"") for message in messages[1:]),
        )

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300

    async def send(self, send: Send) -> None:
        named = {
            b"content-type": self.content_type,
            b"location": self.location,
            b"content-length": str(len(self.body)) if self.status != 204 else None,
        }
        headers = [(name, value.encode()) for name, value in named.items() if value is not None]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


class Answers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(self, *, actor: str, key: str, request_hash: bytes) -> Answer | None:
        """None when the key is new and now ours, else the answer given before.

        Waits while another request with the same key is being worked on.

        Raises:
            IdempotencyKeyReused: the key came with another request.
        """
        if await self._connection.execute(CLAIM, actor, key, request_hash) == "INSERT 0 1":
            return None
        row = await self._connection.fetchrow(EARLIER, actor, key)
        assert row, "a conflict means that the row is there"
        if row["request_hash"] != request_hash:
            raise IdempotencyKeyReused
        return Answer(
            status=row["status"],
            content_type=row["content_type"],
            location=row["location"],
            body=row["answer"],
        )

    async def empty_mentioning(self, partner_id: UUID) -> None:
        """Forget what was answered about a partner that is erased."""
        async with everywhere_on(self._connection):
            await self._connection.execute(EMPTY_MENTIONING, str(partner_id))

    async def keep(self, answer: Answer, *, actor: str, key: str) -> None:
        await self._connection.execute(
            KEEP,
            actor,
            key,
            answer.status,
            answer.content_type,
            answer.location,
            answer.body,
        )
