"""Numbered changes to the schema "access", each applied once, in order."""

from importlib.resources import files

import asyncpg

CREATE_RECORD = """
    CREATE TABLE IF NOT EXISTS access.migrations (
        name text PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""
APPLIED = "SELECT name FROM access.migrations"
RECORD = "INSERT INTO access.migrations (name) VALUES ($1)"


async def migrate(connection: asyncpg.Connection) -> None:
    """Needs a transaction and the lock that provisioning holds."""
    await connection.execute(CREATE_RECORD)
    applied = {row["name"] for row in await connection.fetch(APPLIED)}
    for name, sql in _migrations():
        if name not in applied:
            await connection.execute(sql)
            await connection.execute(RECORD, name)


def names() -> list[str]:
    return [name for name, _ in _migrations()]


def _migrations() -> list[tuple[str, str]]:
    found = (file for file in files(__name__).iterdir() if file.name.endswith(".sql"))
    return sorted((file.name, file.read_text(encoding="utf-8")) for file in found)
