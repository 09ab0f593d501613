"""`koblingsboks dead`"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import typer
from rich.markup import escape
from rich.table import Table

from deploy.cli.connecting import connected_servers
from deploy.cli.errors import LetterNeeded, LetterUnknown, ServiceUnknown
from deploy.cli.talking import results
from deploy.embedded.access import service_pool
from deploy.embedded.servers import Addresses
from deploy.provision import SERVICES
from shared.messaging.dead_letters import EVERY, DeadLetter, DeadLetters


def run_list(data: Path, service: str | None) -> None:
    services = _services(service)
    found = asyncio.run(_list(data, services))
    if not any(found.values()):
        typer.echo("No dead letters: every event was acted on.")
        return
    results().print(_table(found))


def run_retry(data: Path, service: str | None, letter: int | None, *, every: bool) -> None:
    services = _chosen(service, letter, every=every)
    count, is_up = asyncio.run(_retry(data, services, letter or EVERY))
    when = "now" if is_up else "when Koblingsboks is up"
    typer.echo(f"{count} will be tried again {when}.")


def run_drop(data: Path, service: str | None, letter: int | None, *, every: bool) -> None:
    services = _chosen(service, letter, every=every)
    typer.echo(f"Dropped {asyncio.run(_drop(data, services, letter or EVERY))}.")


def _services(service: str | None) -> tuple[str, ...]:
    if service is not None and service not in SERVICES:
        raise ServiceUnknown(service=service, known=", ".join(SERVICES))
    return (service,) if service else SERVICES


def _chosen(service: str | None, letter: int | None, *, every: bool) -> tuple[str, ...]:
    """Ids are counted in each service, so one alone says too little."""
    if every == (letter is not None) or (letter is not None and service is None):
        raise LetterNeeded
    return _services(service)


async def _list(data: Path, services: tuple[str, ...]) -> dict[str, list[DeadLetter]]:
    async with connected_servers(data) as connected:
        return {service: await letters_of(connected.servers, service) for service in services}


async def letters_of(servers: Addresses, service: str) -> list[DeadLetter]:
    try:
        async with _letters(servers, service) as letters:
            return await letters.all()
    except asyncpg.UndefinedTableError:  # the service has never run
        return []


async def _retry(data: Path, services: tuple[str, ...], letter: int) -> tuple[int, bool]:
    count = 0
    async with connected_servers(data) as connected:
        for service in services:
            async with _letters(connected.servers, service) as letters:
                count += _found(await letters.request_retry(letter), service, letter)
        return count, not connected.are_ours


async def _drop(data: Path, services: tuple[str, ...], letter: int) -> int:
    count = 0
    async with connected_servers(data) as connected:
        for service in services:
            async with _letters(connected.servers, service) as letters:
                count += _found(await letters.drop(letter), service, letter)
    return count


def _found(count: int, service: str, letter: int) -> int:
    if not count and letter != EVERY:
        raise LetterUnknown(service=service, letter=letter)
    return count


@asynccontextmanager
async def _letters(servers: Addresses, service: str) -> AsyncIterator[DeadLetters]:
    async with service_pool(servers, service) as pool, pool.transaction() as connection:
        yield DeadLetters(connection)


def _table(found: dict[str, list[DeadLetter]]) -> Table:
    table = Table("service", "id", "event", "tries", "last failed", "reason", box=None)
    for service, letters in found.items():
        for letter in letters:
            state = " (to be tried again)" if letter.retry_requested else ""
            table.add_row(
                service,
                str(letter.id),
                escape(letter.type or f"on {letter.stream}"),
                str(letter.attempts),
                f"{letter.last_failed_at:%Y-%m-%d %H:%M}",
                escape(letter.reason) + state,
            )
    return table
