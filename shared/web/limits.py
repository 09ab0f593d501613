"""Refuse requests too large, too slow or too odd for anything behind to read them."""

import asyncio
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import Problem

LARGEST_BODY_BYTES = 1_000_000
LONGEST_QUERY_BYTES = 8_000
SLOWEST_BODY_SECONDS = 60.0

BODY_TOO_LARGE = "The body is larger than {limit} bytes. Send less at a time."
BODY_TOO_SLOW = "The body did not arrive in time. Send it again."
QUERY_TOO_LONG = "The address is too long. Ask for less at a time."
NUL_IN_ADDRESS = "The address holds a NUL character. Leave it out."


class RequestLimits:
    """`larger_bodies` names the paths that may be sent more, and how many bytes."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        largest_body: int = LARGEST_BODY_BYTES,
        larger_bodies: Mapping[str, int] | None = None,
        slowest_body: float = SLOWEST_BODY_SECONDS,
    ) -> None:
        self._app = app
        self._slowest_body = slowest_body
        self._largest_body = largest_body
        self._larger_bodies = larger_bodies or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await refusal.response()(scope, receive, send)
            return
        await self._app(scope, self._counted(receive, limit=self._limit(scope)), send)

    def _limit(self, scope: Scope) -> int:
        return self._larger_bodies.get(scope["path"], self._largest_body)

    def _refusal(self, scope: Scope) -> Problem | None:
        instance = scope["path"].replace("\0", "")
        query: bytes = scope["query_string"]
        if len(query) > LONGEST_QUERY_BYTES:
            return Problem(status=414, detail=QUERY_TOO_LONG, instance=instance)
        if "\0" in scope["path"] or b"%00" in query or b"\0" in query:
            return Problem(status=400, detail=NUL_IN_ADDRESS, instance=instance)
        if _announced_length(scope) > self._limit(scope):
            detail = BODY_TOO_LARGE.format(limit=self._limit(scope))
            return Problem(status=413, detail=detail, instance=instance)
        return None

    def _counted(self, receive: Receive, *, limit: int) -> Receive:
        """The announced length may be missing or a lie, so count what arrives."""
        received = 0
        # A body must be here by then; after it, only the end of the connection is waited for.
        deadline: float | None = asyncio.get_running_loop().time() + self._slowest_body

        async def counted() -> Message:
            nonlocal received, deadline
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408, BODY_TOO_SLOW) from error
            received += len(message.get("body", b""))
            if not message.get("more_body"):
                deadline = None
            if received > limit:
                raise HTTPException(413, BODY_TOO_LARGE.format(limit=limit))
            return message

        return counted


def _announced_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0
