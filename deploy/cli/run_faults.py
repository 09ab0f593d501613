"""`koblingsboks faults`"""

import os
import subprocess
import sys
from pathlib import Path

import typer

from deploy.cli.errors import TreeNeeded

ROOT = Path(__file__).parents[2]


def run(options: list[str]) -> None:
    if not (ROOT / "tests" / "faults").is_dir():
        raise TreeNeeded(command="faults")
    # It hands a kill -9 to others, and an interrupt to itself: then it stops what it started.
    command = [sys.executable, "-P", "-m", "tests.faults", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=Path.cwd(), env=environment) as faults:  # noqa: S603
        while True:
            try:
                raise typer.Exit(faults.wait())
            except KeyboardInterrupt:
                continue
