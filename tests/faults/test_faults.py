"""A few rounds of every group. `./koblingsboks faults` runs as many as one likes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = "2"
SECONDS = 400


def test_nothing_is_lost_and_nobody_is_mailed_twice_whatever_fails():
    command = [
        sys.executable,
        "-m",
        "tests.faults",
        "--seed",
        "1",
        "--rounds",
        ROUNDS,
        "--worlds",
        "2",
    ]

    faults = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
    )

    assert faults.returncode == 0, faults.stdout + faults.stderr
