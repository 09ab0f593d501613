"""All three services as one app: each answers for its own addresses."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.embedded.openapi import merged
from shared.web.headers import SecurityHeaders
from shared.web.problems import Problem

#: Everything else is the registry's.
PREFIXES = {
    "/coordinator": "matcher",
    "/api/suggestions": "matcher",
    "/mail": "notifier",
    "/api/introductions": "notifier",
}
OUR_HOSTS = frozenset({"127.0.0.1", "localhost"})
STRANGE_HOST = "This address is only reached as 127.0.0.1 or localhost."


def combined_app(services: Mapping[str, FastAPI]) -> Starlette:
    """`services` are the apps of "registry", "matcher" and "notifier"."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for app in services.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    async def live(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> Response:
        states = {name: await _is_ready(app) for name, app in services.items()}
        everyone = all(states.values())
        body = {"status": _spoken(everyone), "services": {n: _spoken(s) for n, s in states.items()}}
        return JSONResponse(body, 200 if everyone else 503)

    async def openapi(_: Request) -> Response:
        return JSONResponse(merged({name: app.openapi() for name, app in services.items()}))

    routes = [
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/api/openapi.json", openapi),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    # Not a mount of "": that one does not match a path with a line break in it.
    app.router.default = _by_prefix(services)
    app.add_middleware(OnlyOurHosts)
    app.add_middleware(SecurityHeaders, https=False)
    return app


class OnlyOurHosts:
    """A page elsewhere may name its own host and point it at this machine: turn it away."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and Request(scope).url.hostname not in OUR_HOSTS:
            problem = Problem(status=421, detail=STRANGE_HOST, instance=scope["path"])
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)


def service_of(path: str) -> str:
    return next(
        (
            service
            for prefix, service in PREFIXES.items()
            if path == prefix or path.startswith(f"{prefix}/")
        ),
        "registry",
    )


def _by_prefix(services: Mapping[str, FastAPI]) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await services[service_of(scope["path"])](scope, receive, send)

    return answer


async def _is_ready(app: FastAPI) -> bool:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return (await client.get("/health/ready")).is_success


def _spoken(ready: bool) -> str:
    return "ready" if ready else "not ready"
