"""Files that were read and wait for a yes, in PostgreSQL."""

from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.errors import PreparedImportUnknown
from services.registry.domain.imports import ImportRecord
from shared.storage.pool import Connection

KEPT_MINUTES = 60

# Whoever looks at a new file has no use for the one before.
DROP_OF = "DELETE FROM prepared_imports WHERE actor = $1"
ADD = "INSERT INTO prepared_imports (id, region, actor, body) VALUES ($1, $2, $3, $4)"
TAKE = "DELETE FROM prepared_imports WHERE id = $1 AND actor = $2 RETURNING body"
SWEEP = "DELETE FROM prepared_imports WHERE made_at < now() - make_interval(mins => $1)"


class PreparedImports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, batch: ImportRecord, *, region: str, actor: str) -> UUID:
        import_id = uuid7()
        await self._connection.execute(DROP_OF, actor)
        await self._connection.execute(ADD, import_id, region, actor, batch.model_dump_json())
        return import_id

    async def take(self, import_id: UUID, *, actor: str) -> ImportRecord:
        """It is there only once. Raises PreparedImportUnknown."""
        body = await self._connection.fetchval(TAKE, import_id, actor)
        if body is None:
            raise PreparedImportUnknown
        return ImportRecord.model_validate_json(body)

    async def sweep(self) -> None:
        await self._connection.execute(SWEEP, KEPT_MINUTES)
