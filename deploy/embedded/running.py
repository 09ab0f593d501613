"""What a start tells those who come beside it: where it can be reached."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.embedded.folders import Folders
from deploy.embedded.lock import holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    pid: int
    url: str


def announce(folders: Folders, running: Running) -> None:
    """Gone with the sockets when we stop, swept with them after a crash."""
    unfinished = _file(folders).with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(asdict(running)))
    unfinished.replace(_file(folders))


def running_on(data: Path) -> Running | None:
    """The app that answers for this folder now, or None."""
    try:
        running = Running(**json.loads(_file(Folders(data.resolve())).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return running if running.pid == holder(data) else None


def _file(folders: Folders) -> Path:
    return folders.sockets / "app.json"
