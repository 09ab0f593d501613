"""A copy of the tombstones beside the database, for the day the database is lost."""

import asyncio
import logging
import os
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from deploy.provision.errors import TombstoneUnreadable
from deploy.provision.tombstones import Tombstone, lines_of, read_lines, tombstones

logger = logging.getLogger(__name__)

NAME = "erased.jsonl"
PAUSE_SECONDS = 5.0
NOT_NOW = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TombstoneUnreadable)


class Ledger:
    def __init__(self, data: Path) -> None:
        self._file = data / NAME

    def read(self) -> set[Tombstone]:
        """Raises TombstoneUnreadable."""
        return read_lines(self._file.read_text("utf-8")) if self._file.exists() else set()

    def add(self, known: Iterable[Tombstone]) -> None:
        """Written to the disk, whole or not at all."""
        before = self.read()
        if not set(known) - before:
            return
        unfinished = self._file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(lines_of(before | set(known)))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(self._file)


async def keep_ledger(url: str, data: Path) -> None:
    """Until cancelled. `url` is a superuser's: no service may read what another one keeps."""
    ledger = Ledger(data)
    while True:
        try:
            connection = await asyncpg.connect(url)
            try:
                ledger.add(await tombstones(connection))
            finally:
                await connection.close()
        except NOT_NOW as error:
            logger.warning("tombstones could not be copied: %s", error)
        await asyncio.sleep(PAUSE_SECONDS)
