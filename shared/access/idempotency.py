"""Repeats of a write with the same Idempotency-Key get the first answer and change nothing."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.access.answers import Answer, Answers
from shared.access.errors import STATUS, AccessError, IdempotencyKeyUnusable
from shared.access.gate import BEARER, Gate
from shared.storage.pool import Connection, ConnectionPool
from shared.storage.scope import everywhere, within
from shared.web.problems import Problem

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LONGEST_KEY = 200


class IdempotencyMiddleware:
    """Keeps the answer in the very transaction that the request's action writes in.

    So there is never an effect without its answer, and two requests with one key that arrive
    together take turns on the key's row.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        pool: ConnectionPool,
        gate: Gate,
        told_once: Mapping[str, str] | None = None,
    ) -> None:
        """`told_once`: by path the field of the answer that is a secret. A repeat gets null."""
        self._app = app
        self._told_once = told_once or {}
        self._pool = pool
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _applies(scope):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except AccessError as error:
            problem = Problem(
                status=STATUS[type(error)], detail=str(error), instance=request.url.path
            )
            await problem.response()(scope, receive, send)
            return
        await answer.send(send)

    async def _answer(self, request: Request) -> Answer:
        key = request.headers["idempotency-key"]
        if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
            raise IdempotencyKeyUnusable
        body = await request.body()
        try:
            async with self._kept_answers() as connection:
                answers = Answers(connection)
                actor, request_hash = _actor(request), _request_hash(request, body)
                earlier = await answers.claim(actor=actor, key=key, request_hash=request_hash)
                if earlier:
                    # The route is not asked again, so whether the token still holds is asked here.
                    await self._gate.signed_in(request, await BEARER(request))
                    return earlier
                answer = await self._run(request.scope, body)
                if not answer.succeeded:
                    raise _NotKept(answer)
                kept = self._without_secret(answer, request.url.path)
                await answers.keep(kept, actor=actor, key=key)
                return answer
        except _NotKept as refusal:
            return refusal.answer

    def _without_secret(self, answer: Answer, path: str) -> Answer:
        field = self._told_once.get(path)
        if not field:
            return answer
        body = {**json.loads(answer.body), field: None}
        return replace(answer, body=json.dumps(body).encode())

    @asynccontextmanager
    async def _kept_answers(self) -> AsyncIterator[Connection]:
        """The transaction that the request's own ones join; who asks is not known yet."""
        with everywhere():
            async with self._pool.joining() as connection:
                yield connection

    async def _run(self, scope: Scope, body: bytes) -> Answer:
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        with within():  # whom the request may see is for its gate to say
            await self._app(scope, receive, send)
        return Answer.from_messages(messages)


class _NotKept(Exception):
    """Rolls the transaction back: a refused request may be sent again with the same key."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def _applies(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] in WRITES
        and scope["path"].startswith("/api/")
        and "idempotency-key" in Headers(scope=scope)
    )


def _actor(request: Request) -> str:
    """One person's keys never meet another's; the credential itself is not kept."""
    credential = request.headers.get("authorization") or request.headers.get("cookie", "")
    return sha256(credential.encode()).hexdigest()


def _request_hash(request: Request, body: bytes) -> bytes:
    line = f"{request.method} {request.url.path}?{request.url.query}\n"
    return sha256(line.encode() + body).digest()
