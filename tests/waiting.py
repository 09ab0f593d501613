"""Wait for a condition instead of sleeping."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(
    look: Callable[[], Awaitable[T]],
    is_right: Callable[[T], object] = bool,
    *,
    seconds: float = 15,
) -> T:
    """What `look` sees as soon as it is right; fails with what it saw last."""
    seen = await look()
    try:
        async with asyncio.timeout(seconds):
            while not is_right(seen):
                await asyncio.sleep(0.02)
                seen = await look()
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s; last seen: {seen!r}") from None
    return seen
