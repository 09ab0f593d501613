"""Listens for PostgreSQL notifications. A hint saves waiting; it is never relied upon."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from shared.storage.pool import ConnectionPool

logger = logging.getLogger(__name__)

RECONNECT_SECONDS = 2.0


async def listen_for_hints(
    pool: ConnectionPool, channels: Mapping[str, Callable[[], None]]
) -> None:
    """Call back on each notification, for ever; reconnects when the connection is lost."""
    while True:
        try:
            await _listen(pool, channels)
        except OSError as error:
            logger.warning("listening for hints was interrupted: %s", error)
        except Exception:
            logger.exception("listening for hints failed")
        await asyncio.sleep(RECONNECT_SECONDS)


async def _listen(pool: ConnectionPool, channels: Mapping[str, Callable[[], None]]) -> None:
    connection = await pool.dedicated()
    lost = asyncio.Event()
    try:
        connection.add_termination_listener(lambda _: lost.set())
        for channel, call in channels.items():
            await connection.add_listener(channel, _calling(call))
        for call in channels.values():
            call()
        await lost.wait()
    finally:
        await connection.close(timeout=1)


def _calling(call: Callable[[], None]) -> Callable[..., Any]:
    def on_notification(*_: object) -> None:
        call()

    return on_notification
