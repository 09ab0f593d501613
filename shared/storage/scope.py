"""Whose rows may be seen: the regions of whoever is being served, told to PostgreSQL.

Every transaction of the pool begins by telling it, and row-level security does the rest. Where
nobody has said whom we serve, there is nothing to see.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

NOBODY = ""
EVERYBODY = "*"
SEPARATOR = ","

_served: ContextVar[str] = ContextVar("regions_served", default=NOBODY)


class RegionUnusable(Exception):
    """This is not the short name of a region; use letters, digits and hyphens."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def served() -> str:
    """What PostgreSQL is told: regions with commas between, all (`*`) or none."""
    return _served.get()


def serve(regions: Iterable[str] | None) -> None:
    """From now on this task sees these regions; None stands for all of them."""
    _served.set(EVERYBODY if regions is None else _told(regions))


@contextmanager
def within(*regions: str) -> Iterator[None]:
    """Nothing but these regions is seen in the block; none at all without any.

    Raises:
        RegionUnusable: a name that could stand for something else.
    """
    with _serving(_told(regions)):
        yield


@contextmanager
def everywhere() -> Iterator[None]:
    """For work of the system itself, which nobody in particular has asked for."""
    with _serving(EVERYBODY):
        yield


@asynccontextmanager
async def everywhere_on(
    connection: "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]",
) -> AsyncIterator[None]:
    """The same for a part of a transaction that has begun."""
    before = served()
    with everywhere():
        await connection.execute(set_local(EVERYBODY))
        try:
            yield
        except BaseException:
            with suppress(asyncpg.PostgresError):  # a failed transaction is undone anyway
                await connection.execute(set_local(before))
            raise
        await connection.execute(set_local(before))


def set_local(regions: str) -> str:
    """The statement that tells PostgreSQL; it counts until the transaction ends."""
    return f"SET LOCAL app.regions = '{regions}'"


@contextmanager
def _serving(value: str) -> Iterator[None]:
    token = _served.set(value)
    try:
        yield
    finally:
        _served.reset(token)


def _told(regions: Iterable[str]) -> str:
    named = tuple(regions)
    # It becomes part of a statement, where a quote, a comma or a star would mean more.
    if not all(name and name.replace("-", "").isalnum() for name in named):
        raise RegionUnusable
    return SEPARATOR.join(named)
