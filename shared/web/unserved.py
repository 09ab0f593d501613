"""Every request begins with nothing to see, until a gate says whom it serves."""

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.storage.scope import within


class Unserved:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        with within():
            await self._app(scope, receive, send)
