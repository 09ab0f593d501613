"""Servers, services and web server of one data folder, started and stopped as one."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from deploy.backup.ledger import keep_ledger
from deploy.embedded.app import combined_app
from deploy.embedded.checks import check_port, check_processor
from deploy.embedded.errors import PortTaken
from deploy.embedded.logs import logging_to
from deploy.embedded.running import Running, announce
from deploy.embedded.servers import EmbeddedServers, embedded_servers
from shared.tasks import cancel_all

HOST = "127.0.0.1"
ANY_PORT = 0
GRACE_SECONDS = 5
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Koblingsboks:
    """Everything at work."""

    servers: EmbeddedServers
    url: str


@asynccontextmanager
async def everything(
    data: Path, *, port: int = ANY_PORT, threshold: float | None = None
) -> AsyncIterator[Koblingsboks]:
    """`threshold` is the lowest score that is suggested; None leaves it as it is set.

    Raises:
        EmbeddedError: with what stands in the way and what to do.
    """
    check_processor()
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(_listener(port))
        servers = await stack.enter_async_context(embedded_servers(data))
        stack.enter_context(logging_to(servers.folders.logs))
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        app = _app(servers, url, threshold)
        await stack.enter_async_context(app.router.lifespan_context(app))
        await stack.enter_async_context(_answering(app, listener))
        ledger = asyncio.create_task(keep_ledger(servers.admin_dsn, servers.folders.data))
        stack.push_async_callback(cancel_all, [ledger])
        announce(servers.folders, Running(pid=os.getpid(), url=url))
        yield Koblingsboks(servers, url)


def run_until_told(work: Coroutine[Any, Any, None]) -> bool:
    """Ctrl-C, SIGTERM and a closed terminal end the work from within, so that whatever it opened
    is closed again. Told twice, it goes on closing. Returns whether it was told."""
    try:
        asyncio.run(_interruptible(work))
    except asyncio.CancelledError:
        return True
    return False


async def _interruptible(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    _on_signals(task.cancel)
    await task


def _on_signals(stop: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()

    def stop_once() -> None:
        for sign in STOP_SIGNALS:
            loop.add_signal_handler(sign, lambda: None)
        stop()

    for sign in STOP_SIGNALS:
        # nohup has the terminal's end ignored, and means it.
        if sign != signal.SIGHUP or signal.getsignal(sign) != signal.SIG_IGN:
            loop.add_signal_handler(sign, stop_once)


@contextmanager
def _listener(port: int) -> Iterator[socket.socket]:
    """Ours before anything starts, so that nobody takes it meanwhile."""
    if port != ANY_PORT:
        check_port(port, host=HOST)
    # With the protocol named, or asyncio would leave Nagle's algorithm on: 40 ms an answer.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise PortTaken(port=port) from error
        yield listener


def _app(servers: EmbeddedServers, url: str, threshold: float | None) -> Starlette:
    # These bring the whole of the services with them, which takes most of a second.
    from deploy.embedded.services import create_services

    return combined_app(create_services(servers, public_url=url, threshold=threshold))


@asynccontextmanager
async def _answering(app: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    server = WebServer(
        uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not (server.started or serving.done()):  # noqa: ASYNC110  uvicorn tells nobody
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await serving


class WebServer(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are for the whole start, which stops us in our turn."""
        yield
