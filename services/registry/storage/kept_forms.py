"""Forms that came when nobody was signed in any more, until the browser's owner is back."""

import json
from collections.abc import Mapping

from shared.access.secrets import hashed
from shared.storage.pool import Connection

KEEP = "INSERT INTO kept_forms (hash, path, fields) VALUES ($1, $2, $3)"
LOOK = """
    SELECT fields FROM kept_forms
     WHERE hash = $1 AND path = $2 AND kept_at > now() - interval '1 day'
"""
DROP = "DELETE FROM kept_forms WHERE hash = $1"
SWEEP = "DELETE FROM kept_forms WHERE kept_at < now() - interval '1 day'"


class KeptForms:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, secret: str, *, path: str, fields: Mapping[str, str]) -> None:
        await self._connection.execute(KEEP, hashed(secret), path, json.dumps(fields))

    async def look(self, secret: str, *, path: str) -> dict[str, str] | None:
        """What was typed there."""
        fields = await self._connection.fetchval(LOOK, hashed(secret), path)
        found: dict[str, str] | None = json.loads(fields) if fields else None
        return found

    async def drop(self, secret: str) -> None:
        await self._connection.execute(DROP, hashed(secret))

    async def sweep(self) -> None:
        await self._connection.execute(SWEEP)
