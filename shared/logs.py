"""One line of JSON a log record, so that control characters in it can forge nothing."""

import json
import logging
import sys
from typing import TextIO


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_as_json(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Send all logs to `stream`; libraries speak up from warning on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for ours in ("services", "shared", "deploy"):
        logging.getLogger(ours).setLevel(level)
