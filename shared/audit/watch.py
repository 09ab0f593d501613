"""Tells every request where it comes from, and writes down who was denied what, and who took out
what. These have no transaction of their own that it could be a part of."""

import logging
import time
from collections import OrderedDict
from uuid import UUID

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.audit.asking import STRANGER, Asking, asked_by, network_named
from shared.audit.log import AuditLog
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere

logger = logging.getLogger(__name__)

DENIED = {401, 403}
NOT_THERE = 404  #: what is out of reach answers as if it were not there

ONCE_IN = 60.0  #: seconds; the same again is no news
MOST_AT_ONCE = 200  #: different ones within that time, or somebody fills our disk


class AuditedRequests:
    def __init__(self, app: ASGIApp, *, pool: ConnectionPool) -> None:
        self._app = app
        self._pool = pool
        self._news = _News()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        starts: list[Message] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                starts.append(message)
            await send(message)

        client = scope.get("client")
        with asked_by(STRANGER, origin=network_named(client[0] if client else None)) as one:
            await self._app(scope, receive, watched)
            for start in starts:
                await self._look_at(scope, start, one)

    async def _look_at(self, scope: Scope, start: Message, one: Asking) -> None:
        act = _worth_writing(scope, start, one)
        where = f"{scope['method']} {getattr(scope.get('route'), 'path', '(no route)')}"
        if not act or (act == "access.denied" and not self._news.is_one(act, where, one)):
            return
        try:
            with everywhere():
                async with self._pool.transaction() as connection:
                    await AuditLog(connection).add(
                        act, subject=_subject(scope), details={"call": where}
                    )
        except Exception:
            logger.exception("could not write down: %s", act)


def _worth_writing(scope: Scope, start: Message, one: Asking) -> str | None:
    """A stranger without a key of any kind was shown the door, which is no news."""
    headers = Headers(raw=start.get("headers", []))
    status = start["status"]
    if status == 200 and one.actor != STRANGER and _takes_out(scope, headers):
        return "data.exported"
    tried = one.actor != STRANGER or "authorization" in Headers(scope=scope)
    if tried and (status in DENIED or (status == NOT_THERE and _subject(scope))):
        return "access.denied"
    return None


def _takes_out(scope: Scope, headers: Headers) -> bool:
    is_file = headers.get("content-disposition", "").startswith("attachment")
    return is_file or str(scope["path"]).endswith("/export")


def _subject(scope: Scope) -> UUID | None:
    """The first id in the path, so written."""
    for value in scope.get("path_params", {}).values():
        try:
            return UUID(str(value))
        except ValueError:
            continue
    return None


class _News:
    """What was not written down within the last minute."""

    def __init__(self) -> None:
        self._written: OrderedDict[tuple[str, ...], float] = OrderedDict()

    def is_one(self, act: str, where: str, one: Asking) -> bool:
        now = time.monotonic()
        while self._written and next(iter(self._written.values())) < now - ONCE_IN:
            self._written.popitem(last=False)
        key = (act, where, one.actor, one.origin)
        if key in self._written or len(self._written) >= MOST_AT_ONCE:
            return False
        self._written[key] = now
        return True
