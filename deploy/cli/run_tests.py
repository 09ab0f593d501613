"""`koblingsboks test`"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from deploy.cli.steps import Steps

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "google-chrome")
INSTALL = "apt-get update -q && apt-get install -q -y --no-install-recommends chromium"


#: One file of tests is one worker's, see tests/conftest.py.
SHARED_OUT = ("-n", "2", "--dist", "loadgroup")
ALONE = ("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co")


def run(options: list[str]) -> None:
    os.chdir(ROOT)
    _ensure_browser()
    command = [sys.executable, "-P", "-m", "pytest", *_shared_out(options), *options]
    # An interrupt reaches pytest too, which ends by itself and says what it knows.
    with subprocess.Popen(command, env=_environment()) as pytest:  # noqa: S603
        while True:
            try:
                raise typer.Exit(pytest.wait())
            except KeyboardInterrupt:
                continue


def _shared_out(options: list[str]) -> tuple[str, ...]:
    """All tests go to two processes; those of a folder or a file to one, which starts sooner."""
    names_some = any(Path(option.partition("::")[0]).exists() for option in options)
    return () if names_some or any(option.startswith(ALONE) for option in options) else SHARED_OUT


def _environment() -> dict[str, str]:
    """Workers must find the tests in the same order, those that are named by a set too."""
    return {"PYTHONHASHSEED": "0", **os.environ}


def _ensure_browser() -> None:
    """Where it cannot be had, the tests that need it are skipped, and say so."""
    has_one = any(shutil.which(name) for name in BROWSERS)
    if has_one or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    with Steps().step("Installing Chromium, which tests of the pages need"):
        subprocess.run(  # noqa: S602
            INSTALL,
            shell=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            check=False,
        )
