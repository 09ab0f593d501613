"""Logs of an embedded start: everything in a file, what worries also on the terminal."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from shared.logs import JsonLines

LARGEST_FILE = 5 * 2**20
OLD_FILES = 3
OURS = ("services", "shared", "deploy")


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Lines of JSON in `folder`/koblingsboks.log, readable for us alone."""
    file = folder / "koblingsboks.log"
    file.touch(mode=0o600)
    lines = RotatingFileHandler(
        file, maxBytes=LARGEST_FILE, backupCount=OLD_FILES, encoding="utf-8"
    )
    lines.setFormatter(JsonLines())
    lines.setLevel(logging.INFO)
    worries = logging.StreamHandler()
    worries.setFormatter(ShortLines())
    worries.setLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, handlers=[lines, worries], force=True)
    for ours in OURS:
        logging.getLogger(ours).setLevel(logging.INFO)
    try:
        yield
    finally:
        lines.close()
        logging.getLogger().removeHandler(lines)


class ShortLines(logging.Formatter):
    """One line a record, without the traceback, which the file has."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"{record.levelname.lower()}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1]:
            text += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        return " ".join(text.split())
