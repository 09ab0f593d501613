"""`koblingsboks check`"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from deploy.cli.steps import Steps

ROOT = Path(__file__).parents[2]
CHECKS = {
    "Lint": ("ruff", "check", "."),
    "Format": ("ruff", "format", "--check", "."),
    "Types": ("mypy",),
    "Walls": ("lint-imports",),
}


def run() -> None:
    passed = [_passes(name, command) for name, command in CHECKS.items()]
    if not all(passed):
        raise typer.Exit(1)


def _passes(name: str, command: tuple[str, ...]) -> bool:
    with Steps().step(name) as step:
        result = subprocess.run(  # noqa: S603
            [_program(command[0]), *command[1:]],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        step.title = name if result.returncode == 0 else f"{name}: failed"
    if result.returncode:
        typer.echo(result.stdout + result.stderr)
    return result.returncode == 0


def _program(name: str) -> str:
    """Of the environment we run in, whatever else is on the PATH."""
    beside = Path(sys.executable).parent
    return shutil.which(name, path=str(beside)) or name
