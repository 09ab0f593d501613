"""A few rounds of every group. `./koblingsboks faults` runs as many as one likes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ORDER = ("--seed", "1", "--rounds", "2", "--worlds", "2")
SECONDS = 500


def test_nothing_is_lost_and_nobody_is_mailed_twice_whatever_fails(tmp_path):
    said = tmp_path / "said"
    with said.open("wb") as file:
        faults = subprocess.Popen(
            [sys.executable, "-m", "tests.faults", *ORDER, "--results", tmp_path],
            cwd=ROOT,
            stdout=file,
            stderr=file,
        )
    try:
        faults.wait(SECONDS)
    finally:
        faults.kill()
        faults.wait()

    assert faults.returncode == 0, said.read_text()
