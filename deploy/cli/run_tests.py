"""`koblingsboks test`"""

import os
import subprocess
import sys
from pathlib import Path

import typer

ROOT = Path(__file__).parents[2]


def run(options: list[str]) -> None:
    os.chdir(ROOT)
    # An interrupt reaches pytest too, which ends by itself and says what it knows.
    with subprocess.Popen([sys.executable, "-P", "-m", "pytest", *options]) as pytest:  # noqa: S603
        while True:
            try:
                raise typer.Exit(pytest.wait())
            except KeyboardInterrupt:
                continue
