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


def run(options: list[str]) -> None:
    os.chdir(ROOT)
    _ensure_browser()
    # An interrupt reaches pytest too, which ends by itself and says what it knows.
    with subprocess.Popen([sys.executable, "-P", "-m", "pytest", *options]) as pytest:  # noqa: S603
        while True:
            try:
                raise typer.Exit(pytest.wait())
            except KeyboardInterrupt:
                continue


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
