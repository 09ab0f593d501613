"""The last resort: an error nobody foresaw is logged once and told without its details."""

import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.error_pages import ErrorPages
from shared.web.problems import Problem

logger = logging.getLogger(__name__)

DETAIL = "Something went wrong on our side. Try again shortly."


class UnexpectedErrors:
    def __init__(self, app: ASGIApp, *, pages: ErrorPages | None) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            # Half an answer cannot be taken back; the server logs and hangs up.
            if started or scope["type"] != "http":
                raise
            # The route's pattern: a path may hold somebody's answer link.
            path = getattr(scope.get("route"), "path", "(no route)")
            logger.exception("%s %s failed", scope["method"], path)
            await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if self._pages and self._pages.suit(request):
            return self._pages.render(request, status=500)
        return Problem(status=500, detail=DETAIL, instance=request.url.path).response()
