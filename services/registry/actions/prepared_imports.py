"""Look at a file before it is imported, and import it after a yes."""

from collections.abc import Sequence
from uuid import UUID

from services.registry.actions.import_batch import (
    Imported,
    ImportRefused,
    Refusal,
    import_batch,
)
from services.registry.domain.imports import ImportRecord
from services.registry.storage.database import Database

#: Trying takes as long as importing; of more rows one hears when they are imported.
MOST_TRIED = 1_000


class _OnlyTried(Exception):
    """Everything would have been imported."""


async def try_import(
    database: Database, batch: ImportRecord, *, regions: Sequence[str] | None
) -> Sequence[Refusal]:
    """What stands in the way of an import. Nothing is kept."""
    if len(batch.partners) + len(batch.listings) > MOST_TRIED:
        return []
    try:
        async with database.one_transaction():
            await import_batch(database, batch, regions=regions)
            raise _OnlyTried
    except ImportRefused as refused:
        return refused.refusals
    except _OnlyTried:
        return []


async def prepare_import(
    database: Database, batch: ImportRecord, *, region: str, actor: str
) -> UUID:
    async with database.transaction() as tx:
        return await tx.prepared_imports.add(batch, region=region, actor=actor)


async def import_prepared(
    database: Database, import_id: UUID, *, actor: str, regions: Sequence[str] | None
) -> Imported:
    """All of it, once.

    Raises:
        PreparedImportUnknown: imported already, or too old.
        ImportRefused: something has changed since it was looked at; nothing was imported.
    """
    async with database.one_transaction() as tx:
        batch = await tx.prepared_imports.take(import_id, actor=actor)
        return await import_batch(database, batch, regions=regions)
