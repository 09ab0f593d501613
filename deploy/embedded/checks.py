"""Whether this machine can run us, asked before anything starts."""

import errno
import os
import platform
import shutil
import socket
from pathlib import Path

from deploy.embedded.errors import (
    DataFolderClosed,
    DataFolderHoldsOther,
    DiskAlmostFull,
    PortTaken,
    ProcessorTooOld,
)

NEEDED_DISK_MB = 500
PROCESSOR_FACTS = Path("/proc/cpuinfo")


def check_before_start(data: Path, *, port: int, host: str = "127.0.0.1") -> None:
    """Everything at once, or the first EmbeddedError that says what to do."""
    check_processor()
    check_port(port, host=host)
    check_folder(data)
    check_disk(data)


def check_processor(facts: Path = PROCESSOR_FACTS) -> None:
    """Only x86 under Linux can be asked; elsewhere the model's own wheel decides."""
    if platform.machine() not in ("x86_64", "AMD64") or not facts.exists():
        return
    if "avx2" not in facts.read_text().split():
        raise ProcessorTooOld


def check_disk(data: Path, *, needed_mb: int = NEEDED_DISK_MB) -> None:
    free_mb = shutil.disk_usage(data).free // 2**20
    if free_mb < needed_mb:
        raise DiskAlmostFull(free=free_mb, needed=needed_mb, folder=data)


def check_port(port: int, *, host: str = "127.0.0.1") -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As the web server does, so that connections still closing do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken(port=port) from error
            raise


def check_folder(data: Path) -> None:
    """Make the folder if it is absent, and see that we may write there."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DataFolderClosed(folder=data) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise DataFolderClosed(folder=data)
    # We close the folder to others, which would be a bad turn to a home folder or /tmp.
    names = {entry.name for entry in data.iterdir()} - {"lost+found"}
    if names and "lock" not in names:
        raise DataFolderHoldsOther(folder=data)
