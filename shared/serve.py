"""Run one service as a process of its own."""

import sys
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from shared.failpoints import arm_failpoints
from shared.logs import log_as_json
from shared.settings import ServiceSettings

# A handler at work is let finish before the process ends.
GRACE_SECONDS = 20


def serve(create_app: Callable[..., FastAPI], settings: ServiceSettings) -> None:
    """Serve until told to stop; ends with exit code 1 when a reader of events has stopped.

    Whoever runs the service starts it again then.
    """
    log_as_json()
    arm_failpoints()
    stalled = False

    def on_stalled() -> None:
        nonlocal stalled
        stalled = True
        server.should_exit = True

    app = create_app(settings, on_stalled=on_stalled)
    server = uvicorn.Server(server_config(app, settings))
    server.run()
    if stalled or not server.started:
        sys.exit(1)


def server_config(app: ASGIApp, settings: ServiceSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.listen_host,
        port=settings.listen_port,
        log_config=None,
        # An address may hold somebody's link.
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
