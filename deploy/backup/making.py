"""Make a backup."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

import asyncpg

from deploy.backup.archive import DATABASE, ERASED, KEYS, new_archive
from deploy.backup.dumping import dump
from deploy.provision.auditing import write_down
from deploy.provision.services import SERVICES
from deploy.provision.tombstones import Tombstone, lines_of, tombstones
from shared.clock import utc_now

APPLIED = "SELECT name FROM {schema}.migrations ORDER BY name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    made_at: datetime
    size: int
    checksum: str  #: SHA-256 of the file


async def make_backup(
    url: str,
    file: Path,
    *,
    keys: Mapping[str, str],
    erased: set[Tombstone],
    copies: Path,
) -> Made:
    """Of the database at `url`, a superuser's; services may work on.

    `keys` sign the links in letters; `erased` is known beside what the database knows; `copies`
    is where PostgreSQL's programs may be copied to.

    Raises:
        BackupRefused
    """
    made_at = utc_now()
    connection = await asyncpg.connect(url)
    try:
        migrations = {schema: await _applied(connection, schema) for schema in schemas()}
        erased = erased | set(await tombstones(connection))
        await write_down(connection, "backup.made")
    finally:
        await connection.close()

    def write() -> Made:
        with new_archive(file) as archive:
            with dump(url, copies=copies) as stream:
                archive.add_stream(DATABASE, stream)
            archive.add(KEYS, json.dumps(dict(keys), indent=2).encode())
            archive.add(ERASED, lines_of(erased).encode())
            archive.finish(made_at=made_at, migrations=migrations)
        return Made(made_at=made_at, size=file.stat().st_size, checksum=_checksum(file))

    return await asyncio.to_thread(write)


def schemas() -> tuple[str, ...]:
    return ("access", *SERVICES)


async def _applied(connection: asyncpg.Connection, schema: str) -> list[str]:
    try:
        rows = await connection.fetch(APPLIED.format(schema=schema))
    except asyncpg.UndefinedTableError:  # the service has never run
        return []
    return [row["name"] for row in rows]


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
