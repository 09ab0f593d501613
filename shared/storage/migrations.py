"""Numbered SQL files, each applied once, under a lock so that two starting services take turns."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from shared.storage.pool import Connection, ConnectionPool
from shared.storage.scope import everywhere

# Tables belong to a role that no service signs in as: see decision 0010.
BECOME_OWNER = "SET LOCAL ROLE {schema}_owner"
LOCK = "SELECT pg_advisory_xact_lock(hashtext('koblingsboks migrations ' || $1))"
CREATE_TABLE = """
    CREATE TABLE IF NOT EXISTS migrations (
        name text PRIMARY KEY,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""
APPLIED = "SELECT name, checksum FROM migrations"
RECORD = "INSERT INTO migrations (name, checksum) VALUES ($1, $2)"


class MigrationChanged(Exception):
    """An applied migration has changed since; restore the file and add a new one instead."""


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def migrations_in(label: str, folder: Path) -> Iterator[Migration]:
    """The .sql files of `folder` in the order of their numbers, named `label/file`."""
    for path in sorted(folder.glob("*.sql")):
        yield Migration(f"{label}/{path.name}", path.read_text(encoding="utf-8"))


async def migrate(pool: ConnectionPool, migrations: list[Migration]) -> list[str]:
    """Apply what is not applied yet, all or nothing; returns the names applied now.

    Raises:
        MigrationChanged: a file differs from what was applied under its name.
    """
    with everywhere():
        async with pool.transaction() as connection:
            await connection.execute(LOCK, pool.schema)
            await connection.execute(BECOME_OWNER.format(schema=pool.schema))
            await connection.execute(CREATE_TABLE)
            return await _apply_due(connection, migrations)


async def _apply_due(connection: Connection, migrations: list[Migration]) -> list[str]:
    applied = {row["name"]: row["checksum"] for row in await connection.fetch(APPLIED)}
    return [
        await _apply(connection, migration)
        for migration in migrations
        if _is_due(migration, applied)
    ]


def _is_due(migration: Migration, applied: dict[str, str]) -> bool:
    if migration.name not in applied:
        return True
    if applied[migration.name] != migration.checksum:
        raise MigrationChanged(f"{migration.name}: {MigrationChanged.__doc__}")
    return False


async def _apply(connection: Connection, migration: Migration) -> str:
    await connection.execute(migration.sql)
    await connection.execute(RECORD, migration.name, migration.checksum)
    return migration.name
