"""Where things lie in a data folder, and who may open them."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.errors import DataFolderOfAnother
from deploy.embedded.passage import open_passage
from deploy.embedded.system_user import ServerUser

# macOS allows 103 bytes for the path of a socket, Linux 107.
LONGEST_SOCKET_PATH = 103
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
# Commas part hosts in database addresses; other signs would need quoting in three syntaxes.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True, slots=True)
class Folders:
    data: Path

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def mailbox(self) -> Path:
        return self.data / "mailbox"

    @property
    def restoring(self) -> Path:
        """Where a restore builds what then takes the place of the rest."""
        return self.data / "restoring"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def programs(self) -> Path:
        return self.data / "programs"

    @property
    def sockets(self) -> Path:
        """DATA/run, or where the note says when that path does not suit sockets."""
        return Path(self.note.read_text()) if self.note.exists() else self.data / "run"

    @property
    def note(self) -> Path:
        return self.data / "sockets-are-in"


def prepare(data: Path, *, user: ServerUser) -> Folders:
    """Make what is missing. Needs the lock: old sockets are swept away."""
    folders = Folders(data)
    data.chmod(0o700)
    if user.is_somebody_else:
        shutil.chown(data, group=user.gid)
        data.chmod(0o710)
    open_passage(data, user=user)
    folders.logs.mkdir(mode=0o700, exist_ok=True)
    private_folder(folders.valkey, user=user)
    if folders.postgres.exists():
        check_owner(folders.postgres, user=user)
    _prepare_sockets(folders, user)
    return folders


def private_folder(folder: Path, *, user: ServerUser) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700)
        user.own(folder)
    check_owner(folder, user=user)


def check_owner(folder: Path, *, user: ServerUser) -> None:
    if folder.stat().st_uid != user.uid:
        raise DataFolderOfAnother(folder=folder, user=user.name)


def close_sockets(folders: Folders) -> None:
    """Leave nothing outside the data folder behind."""
    shutil.rmtree(folders.sockets, ignore_errors=True)
    folders.note.unlink(missing_ok=True)


def _prepare_sockets(folders: Folders, user: ServerUser) -> None:
    close_sockets(folders)
    if not _suits_sockets(folders.sockets):
        folders.note.write_text(_short_folder(user))
    private_folder(folders.sockets, user=user)


def _suits_sockets(folder: Path) -> bool:
    longest = str(folder / LONGEST_SOCKET_NAME)
    return len(longest) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(longest) is not None


def _short_folder(user: ServerUser) -> str:
    parent = "/run" if user.is_somebody_else and Path("/run").is_dir() else "/tmp"  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="koblingsboks-", dir=parent))
    user.own(folder)
    return str(folder)
