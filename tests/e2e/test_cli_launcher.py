"""The environment is made once, whole, by one start at a time; the launcher finds it again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATH_WITHOUT_UV = os.pathsep.join(
    folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()
)
ECHO = "import sys; print(*sys.argv[1:], sys.flags.safe_path)\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with no packages, whose command line says what it was told."""
    tree = tmp_path / "a tree"
    (tree / "deploy" / "cli").mkdir(parents=True)
    shutil.copy(ROOT / "koblingsboks", tree)
    shutil.copy(ROOT / "deploy" / "cli" / "environment.py", tree / "deploy" / "cli")
    (tree / "deploy" / "cli" / "__main__.py").write_text(ECHO)
    (tree / "requirements.lock").write_text("")
    return tree


def launch(program: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    with start(program, *words, **settings) as process:
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def start(program: Path, *words: str, **settings: str) -> "subprocess.Popen[str]":
    cache = program.resolve().parent.parent / "cache"
    usual = {
        "PATH": PATH_WITHOUT_UV,
        "KOBLINGSBOKS_CACHE": str(cache),
        "KOBLINGSBOKS_PYTHON": sys.executable,
    }
    return subprocess.Popen(
        [program, *words],
        env={**usual, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_first_start_makes_an_environment_and_the_second_finds_it(tree):
    first = launch(tree / "koblingsboks", "up", "--data", "a b")
    second = launch(tree / "koblingsboks", "up")

    assert (first.returncode, first.stdout) == (0, "up --data a b True\n")
    assert first.stderr.startswith("Installing")
    assert (second.returncode, second.stdout, second.stderr) == (0, "up True\n", "")


def test_a_changed_lock_gets_an_environment_of_its_own(tree):
    launch(tree / "koblingsboks")
    (tree / "requirements.lock").write_text("# another\n")

    assert launch(tree / "koblingsboks").stderr.startswith("Installing")


def test_two_first_starts_at_once_take_turns(tree):
    both = [start(tree / "koblingsboks", name) for name in ("one", "two")]

    said = [process.communicate(timeout=60) for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert [out for out, _ in said] == ["one True\n", "two True\n"]
    assert sum("Installing" in err for _, err in said) == 1


def test_what_a_killed_start_left_is_made_anew(tree):
    launch(tree / "koblingsboks")
    for mark in (tree.parent / "cache").rglob("complete"):
        mark.unlink()

    again = launch(tree / "koblingsboks", "up")

    assert again.stdout == "up True\n"
    assert again.stderr.startswith("Installing")


def test_it_may_be_called_by_a_link_from_elsewhere(tree, tmp_path):
    (tmp_path / "link").symlink_to(tree / "koblingsboks")

    called = launch(
        tmp_path / "link", "up", KOBLINGSBOKS_CACHE=str(tmp_path / "cache"), PATH=PATH_WITHOUT_UV
    )

    assert called.stdout == "up True\n", called.stderr


def test_packages_that_cannot_be_installed_are_told(tree):
    (tree / "requirements.lock").write_text("no-such-package==1 --hash=sha256:00\n")

    refused = launch(tree / "koblingsboks", PIP_NO_INDEX="1")

    assert refused.returncode == 1
    assert "The packages could not be installed; see" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_cache_that_cannot_be_written_to_is_told(tree):
    refused = launch(tree / "koblingsboks", KOBLINGSBOKS_CACHE="/proc/nowhere")

    assert refused.returncode == 1
    assert "KOBLINGSBOKS_CACHE" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_missing_python_is_told(tree):
    refused = launch(tree / "koblingsboks", KOBLINGSBOKS_PYTHON="/nowhere/python3")

    assert refused.returncode == 1
    assert "needs Python 3.11 or newer" in refused.stderr
