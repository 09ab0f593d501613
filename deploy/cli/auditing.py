"""`koblingsboks audit`"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import typer

from deploy.cli.connecting import connected_servers
from deploy.cli.errors import ExportUnreadable, ServiceUnknown
from deploy.cli.talking import results
from deploy.embedded.access import service_pool
from deploy.embedded.servers import Addresses
from deploy.provision import SERVICES
from shared.audit.chain import Head, Verdict, verify
from shared.audit.log import Act, AuditLog
from shared.storage.pool import Connection

BATCH = 1000

Found = TypeVar("Found")
Look = Callable[[Connection, str], Coroutine[Any, Any, Found]]


def run_list(data: Path, service: str | None, limit: int) -> None:
    async def look(connection: Connection, _: str) -> list[Act]:
        return await AuditLog(connection).latest(limit)

    found = asyncio.run(_of_each(data, service, look))
    every = [(act, name) for name, acts in found.items() for act in acts]
    for act, name in sorted(every, key=lambda one: one[0].happened_at):
        results().print("  ".join(filter(None, _told(act, name))), markup=False)


def run_verify(data: Path, service: str | None, against: Path | None) -> None:
    known = _heads(against) if against else {}

    async def look(connection: Connection, name: str) -> Verdict:
        return await verify(connection, known=known.get(name))

    found = asyncio.run(_of_each(data, service, look))
    for name, verdict in found.items():
        for problem in verdict.problems:
            results().print(f"{name}: {problem}", markup=False)
        if not verdict.problems:
            head = verdict.head
            results().print(f"{name}: {head.seq} acts, whole; the last is {head.hash.hex()}")
    if any(verdict.problems for verdict in found.values()):
        raise typer.Exit(1)


def run_export(data: Path, service: str | None, file: Path) -> None:
    async def look(connection: Connection, name: str) -> list[str]:
        return [_line(act, name) async for act in _every(connection)]

    found = asyncio.run(_of_each(data, service, look))
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.write_text("".join(line for lines in found.values() for line in lines), "utf-8")
    unfinished.replace(file)
    typer.echo(f"Wrote {sum(len(lines) for lines in found.values())} acts to {file}.")


async def _every(connection: Connection) -> AsyncIterator[Act]:
    seq = 0
    while acts := await AuditLog(connection).after(seq, limit=BATCH):
        for act in acts:
            yield act
        seq = acts[-1].seq


async def _of_each(data: Path, service: str | None, look: Look[Found]) -> dict[str, Found]:
    """What is seen at each service that has ever run."""
    if service is not None and service not in SERVICES:
        raise ServiceUnknown(service=service, known=", ".join(SERVICES))
    found: dict[str, Found] = {}
    async with connected_servers(data) as connected:
        for name in (service,) if service else SERVICES:
            try:
                async with _connection(connected.servers, name) as connection:
                    found[name] = await look(connection, name)
            except asyncpg.UndefinedTableError:
                continue
    return found


@asynccontextmanager
async def _connection(servers: Addresses, service: str) -> AsyncIterator[Connection]:
    async with service_pool(servers, service) as pool, pool.connection() as connection:
        yield connection


def _told(act: Act, service: str) -> tuple[str, ...]:
    codes = " ".join(str(value) for value in act.details.values() if value not in (None, []))
    return (
        f"{act.happened_at:%Y-%m-%d %H:%M:%S}",
        service,
        act.act,
        act.actor,
        act.origin,
        " ".join(filter(None, [str(act.subject or ""), codes])),
        act.region or "",
    )


def _line(act: Act, service: str) -> str:
    record = {
        "service": service,
        "seq": act.seq,
        "id": str(act.id),
        "happened_at": act.happened_at.isoformat(),
        "act": act.act,
        "actor": act.actor,
        "origin": act.origin,
        "subject": str(act.subject) if act.subject else None,
        "region": act.region,
        "details": act.details,
        "hash": act.hash.hex(),
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _heads(file: Path) -> dict[str, Head]:
    """The last act of each service in an earlier export."""
    heads: dict[str, Head] = {}
    try:
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            heads[record["service"]] = Head(record["seq"], bytes.fromhex(record["hash"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExportUnreadable(file=file) from error
    return heads
