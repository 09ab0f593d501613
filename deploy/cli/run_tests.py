"""`koblingsboks test`"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from deploy.cli.steps import Steps

ROOT = Path(__file__).parents[2]
#: What tests need, by the programs it brings. Servers are not started (RUNLEVEL), nor set up.
NEEDED = {
    "chromium": ("chromium", "google-chrome"),
    "postfix": ("postfix",),
    "opendkim": ("opendkim",),
}
INSTALL = (
    "echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections; "
    "apt-get update -q && apt-get install -q -y --no-install-recommends "
)


#: One file of tests is one worker's, see tests/conftest.py.
SHARED_OUT = ("-n", "2", "--dist", "loadgroup")
ALONE = ("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co")


def run(options: list[str]) -> None:
    os.chdir(ROOT)
    _ensure_programs()
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


def _ensure_programs() -> None:
    """Where one cannot be had, the tests that need it are skipped, and say so."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    missing = [
        package
        for package, programs in NEEDED.items()
        if not any(shutil.which(name, path=path) for name in programs)
    ]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    with Steps().step(f"Installing {', '.join(missing)}, which tests need"):
        subprocess.run(  # noqa: S602
            INSTALL + " ".join(missing),
            shell=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"},
            capture_output=True,
            check=False,
        )
