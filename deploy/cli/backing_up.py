"""`koblingsboks backup` and `koblingsboks restore`"""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

import typer

from deploy.backup.archive import ERASED, Archive, open_archive
from deploy.backup.folder import Restored, restore_folder
from deploy.backup.ledger import Ledger
from deploy.backup.making import Made, make_backup
from deploy.backup.putting_back import check_version, put_back
from deploy.cli.connecting import connected_servers
from deploy.cli.talking import tell
from deploy.provision.tombstones import Tombstone, read_lines

MEGABYTE = 2**20


def run_backup(file: Path, data: Path, url: str | None) -> None:
    made = asyncio.run(_of_database(url, file) if url else _of_folder(data, file))
    typer.echo(f"{file}: {made.size / MEGABYTE:.1f} MB, as of {made.made_at:%Y-%m-%d %H:%M:%S} UTC")
    typer.echo(f"SHA-256 {made.checksum}")
    tell("It holds people's addresses and the keys of links in letters: keep it as a secret.")


def run_restore(
    file: Path,
    data: Path,
    url: str | None,
    *,
    erased: Sequence[Path],
    replace: bool,
    nothing_ran_since: bool,
) -> None:
    archive = open_archive(file)
    known = {one for path in erased for one in _tombstones(path)}
    work = (
        _into_database(url, archive, known, replace=replace, nothing_ran_since=nothing_ran_since)
        if url
        else restore_folder(
            data, archive, erased=known, replace=replace, nothing_ran_since=nothing_ran_since
        )
    )
    restored = asyncio.run(work)
    typer.echo(f"Restored as of {archive.made_at:%Y-%m-%d %H:%M:%S} UTC. Nothing was mailed.")
    if restored.doubted:
        typer.echo(f"{restored.doubted} letters waited then and may have been sent since: unknown.")
    if restored.erased_again:
        typer.echo(f"{restored.erased_again} erased since then were erased again.")


async def _of_folder(data: Path, file: Path) -> Made:
    async with connected_servers(data) as connected:
        servers = connected.servers
        return await make_backup(
            servers.admin_dsn,
            file,
            keys=servers.secrets.keys(),
            erased=Ledger(data).read(),
            copies=servers.folders.programs,
        )


async def _of_database(url: str, file: Path) -> Made:
    with tempfile.TemporaryDirectory() as copies:
        return await make_backup(url, file, keys={}, erased=set(), copies=Path(copies))


async def _into_database(
    url: str,
    archive: Archive,
    erased: set[Tombstone],
    *,
    replace: bool,
    nothing_ran_since: bool,
) -> Restored:
    check_version(archive)
    with tempfile.TemporaryDirectory() as copies:
        settled = await put_back(
            url,
            archive,
            erased=erased | read_lines(archive.read(ERASED).decode()),
            replace=replace,
            nothing_ran_since=nothing_ran_since,
            copies=Path(copies),
        )
    # The registry erases again whom it finds when it starts.
    return Restored(doubted=settled.doubted, erased_again=0)


def _tombstones(path: Path) -> set[Tombstone]:
    if path.suffix == ".jsonl":
        return read_lines(path.read_text("utf-8"))
    return read_lines(open_archive(path).read(ERASED).decode())
