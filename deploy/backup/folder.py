"""A data folder out of a backup. It is built beside what is there, and then takes its place."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from deploy.backup.archive import ERASED, KEYS, Archive
from deploy.backup.errors import NetworkThere
from deploy.backup.ledger import Ledger
from deploy.backup.putting_back import check_version, put_back
from deploy.embedded.access import registry_database
from deploy.embedded.checks import check_folder
from deploy.embedded.folders import Folders
from deploy.embedded.lock import locked
from deploy.embedded.secrets import take_keys
from deploy.embedded.servers import EmbeddedServers, embedded_servers
from deploy.provision import provision
from deploy.provision.tombstones import Tombstone, read_lines
from services.registry.actions.erase_again import erase_again

#: The secrets last: a folder with a database and without secrets tells that it is not whole.
PARTS = ("postgres", "valkey", "secrets.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    doubted: int  #: letters that may have been sent since the backup
    erased_again: int


async def restore_folder(
    data: Path,
    archive: Archive,
    *,
    erased: set[Tombstone],
    replace: bool,
    nothing_ran_since: bool,
) -> Restored:
    """Needs a folder that nobody works on; `replace` one that has a network already.

    Raises:
        NetworkThere, BackupNewer, DumpFailed, EmbeddedError
    """
    check_version(archive)
    check_folder(data)
    with locked(data):
        if (data / "postgres").exists() and not replace:
            raise NetworkThere(place=data)
        ledger = Ledger(data)
        ledger.add(erased | read_lines(archive.read(ERASED).decode()))
        building = Folders(data).restoring
        shutil.rmtree(building, ignore_errors=True)
        try:
            restored = await _build(
                building, archive, erased=ledger.read(), nothing_ran_since=nothing_ran_since
            )
            _take_place(building, data)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return restored


async def _build(
    building: Path, archive: Archive, *, erased: set[Tombstone], nothing_ran_since: bool
) -> Restored:
    check_folder(building)
    with locked(building):  # which marks it as ours
        take_keys(building, json.loads(archive.read(KEYS)))
    async with embedded_servers(building) as servers:
        settled = await put_back(
            servers.admin_dsn,
            archive,
            erased=erased,
            replace=True,
            nothing_ran_since=nothing_ran_since,
            copies=servers.folders.programs,
        )
        # What has been added to roles and access since the backup.
        await provision(servers.admin_dsn, servers.secrets.database_passwords())
        return Restored(doubted=settled.doubted, erased_again=await _erase_again(servers))


async def _erase_again(servers: EmbeddedServers) -> int:
    async with registry_database(servers) as database:
        return await erase_again(database)


def _take_place(building: Path, data: Path) -> None:
    for part in PARTS:
        old = data / part
        if old.exists():
            old.rename(building / f"old-{part}")
    for part in PARTS:
        (building / part).rename(data / part)
