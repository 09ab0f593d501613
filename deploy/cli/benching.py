"""`koblingsboks bench`"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from deploy.cli.errors import BenchmarkUnknown

ROOT = Path(__file__).parents[2]
IS_PROGRAM = 'if __name__ == "__main__":'


def run(name: str | None, options: Sequence[str]) -> None:
    if name is None or name.startswith("-"):
        typer.echo("Benchmarks: " + (", ".join(_names()) or "none"))
        return
    if name not in _names():
        raise BenchmarkUnknown(name=name, known=", ".join(_names()) or "none")
    module = f"benchmarks.{name.replace('-', '_')}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-m", module, *options]
    raise typer.Exit(subprocess.run(command, check=False, env=environment).returncode)  # noqa: S603


def _names() -> list[str]:
    files = sorted((ROOT / "benchmarks").glob("*.py"))
    return [file.stem.replace("_", "-") for file in files if IS_PROGRAM in file.read_text("utf-8")]
