"""Rows from JSON Lines: one object a line."""

import json
from pathlib import Path

from services.registry.files.batch import Problem, Source
from services.registry.files.rows import RawRow, Rows

BLANK = b" \t\r\n\xef\xbb\xbf"


def read_json_lines(path: Path) -> Rows:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip(BLANK):
                yield _row(line, source=Source(path.name, None, number))


def _row(line: bytes, *, source: Source) -> RawRow | Problem:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Problem(source, "", "Save the file as UTF-8.")
    except RecursionError:
        return Problem(source, "", "Put fewer objects inside each other.")
    except ValueError as error:
        return Problem(source, "", f"Mend this line; it is not JSON ({error}).")
    if not isinstance(found, dict):
        return Problem(source, "", "Write one JSON object, {…}, on each line.")
    return RawRow(source, found)
