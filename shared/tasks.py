"""Background tasks, ended for certain."""

import asyncio
from collections.abc import Iterable

ASK_AGAIN_SECONDS = 1.0


async def cancel_all(tasks: Iterable["asyncio.Task[None]"]) -> None:
    """Return when every task has ended.

    A cancellation that arrives inside a database or broker call is now and then taken for a
    failure of the connection, and the task goes on: so it is asked again.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=ASK_AGAIN_SECONDS)
