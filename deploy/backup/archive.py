"""The file: an ordinary zip with the parts, and a manifest with their checksums."""

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from deploy.backup.errors import (
    BackupDamaged,
    BackupNewer,
    CannotKeep,
    NotABackup,
    NotOverwritten,
)

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
KEYS = "keys.json"
ERASED = "erased.jsonl"
CHUNK = 2**20

Migrations = Mapping[str, list[str]]  #: names, a schema


@dataclass(slots=True)
class ArchiveWriter:
    file: zipfile.ZipFile
    checksums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        self.checksums[name] = sha256(content).hexdigest()
        self.file.writestr(name, content)

    def add_stream(self, name: str, source: IO[bytes]) -> None:
        checksum = sha256()
        with self.file.open(name, "w", force_zip64=True) as part:
            while chunk := source.read(CHUNK):
                checksum.update(chunk)
                part.write(chunk)
        self.checksums[name] = checksum.hexdigest()

    def finish(self, *, made_at: datetime, migrations: Migrations) -> None:
        manifest = {
            "koblingsboks_backup": FORMAT,
            "made_at": made_at.isoformat(),
            "migrations": migrations,
            "sha256": self.checksums,
        }
        self.file.writestr(MANIFEST, json.dumps(manifest, indent=2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A backup whose parts are what was written."""

    path: Path
    made_at: datetime
    migrations: Migrations
    parts: frozenset[str]

    def read(self, name: str) -> bytes:
        with zipfile.ZipFile(self.path) as file:
            return file.read(name)

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(self.path) as file, file.open(name) as part:
            yield part


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Whole or not at all, for our eyes only. An earlier backup of that name is replaced.

    Raises:
        NotOverwritten: there is another file of that name.
        CannotKeep: it cannot be written.
    """
    if path.exists() and not _is_archive(path):
        raise NotOverwritten(file=path)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with _private(unfinished) as stream, zipfile.ZipFile(stream, "w") as file:
            yield ArchiveWriter(file)
        unfinished.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise CannotKeep(file=path, reason=error.strerror or error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def open_archive(path: Path) -> Archive:
    """Reads the file to its end. Raises NotABackup, BackupDamaged or BackupNewer."""
    try:
        with zipfile.ZipFile(path) as file:
            manifest = _manifest(file, path)
            for name, checksum in manifest["sha256"].items():
                _check(file, name, checksum, path=path)
    except (OSError, zipfile.BadZipFile) as error:
        raise NotABackup(file=path) from error
    return Archive(
        path=path,
        made_at=datetime.fromisoformat(manifest["made_at"]),
        migrations=manifest["migrations"],
        parts=frozenset(manifest["sha256"]),
    )


def _manifest(file: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(file.read(MANIFEST))
        made_by = manifest["koblingsboks_backup"]
    except (KeyError, ValueError, TypeError) as error:
        raise NotABackup(file=path) from error
    if made_by != FORMAT:
        raise BackupNewer(file=path)
    return manifest


def _check(file: zipfile.ZipFile, name: str, checksum: str, *, path: Path) -> None:
    found = sha256()
    try:
        with file.open(name) as part:
            while chunk := part.read(CHUNK):
                found.update(chunk)
    except (KeyError, zipfile.BadZipFile) as error:
        raise BackupDamaged(file=path, part=name) from error
    if found.hexdigest() != checksum:
        raise BackupDamaged(file=path, part=name)


def _is_archive(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as file:
            return MANIFEST in file.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
