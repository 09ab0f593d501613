"""Makes the environment that the command line runs in, from the lock.

Runs as a script before there is an environment: with the standard library and nothing else.
"""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LAST_LINES = 8


class EnvironmentNotMade(Exception):
    """The environment could not be made."""


class VenvMissing(EnvironmentNotMade):
    """This Python cannot make environments; on Debian and Ubuntu install it with
    "apt install python{version}-venv", or install uv, and try again."""

    def __init__(self) -> None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        super().__init__(" ".join((self.__doc__ or "").format(version=version).split()))


def ensure_environment(environment: Path, *, lock: Path) -> None:
    """Make it, or wait until the start that is making it is done."""
    environment.parent.mkdir(parents=True, exist_ok=True)
    with _taking_turns(environment.with_name(f"{environment.name}.lock")):
        # Without the mark it is what a start that was killed half-way left.
        if not (environment / "complete").exists():
            _make(environment, lock)
            (environment / "complete").touch()


@contextmanager
def _taking_turns(file: Path) -> Iterator[None]:
    with file.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _tell("Another start is installing Koblingsboks; waiting for it …")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make(environment: Path, lock: Path) -> None:
    log = environment.with_name(f"{environment.name}.log")
    log.unlink(missing_ok=True)
    _tell("Installing Koblingsboks' packages; this happens once and takes up to a minute …")
    uv = shutil.which("uv")
    if uv and _with_uv(uv, environment, lock=lock, log=log):
        return
    _with_pip(environment, lock=lock, log=log)


def _with_uv(uv: str, environment: Path, *, lock: Path, log: Path) -> bool:
    shutil.rmtree(environment, ignore_errors=True)
    python = str(environment / "bin" / "python")
    install = [uv, "pip", "install", "--python", python, "--require-hashes", "-r", str(lock)]
    return _run([uv, "venv", "--python", sys.executable, str(environment)], log) and _run(
        install, log
    )


def _with_pip(environment: Path, *, lock: Path, log: Path) -> None:
    # Debian keeps this module in a package of its own.
    if importlib.util.find_spec("ensurepip") is None:
        raise VenvMissing
    shutil.rmtree(environment, ignore_errors=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--quiet", "--require-hashes", "-r", str(lock)]
    if not (_run([sys.executable, "-m", "venv", str(environment)], log) and _run(install, log)):
        raise EnvironmentNotMade(f"{_end_of(log)}\nThe packages could not be installed; see {log}.")


def _run(command: list[str], log: Path) -> bool:
    # A stranger's setting would lead these programs to other packages than ours.
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    with log.open("ab") as out:
        result = subprocess.run(  # noqa: S603
            command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment, check=False
        )
    return result.returncode == 0


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  rich is not installed yet


def main() -> int:
    try:
        ensure_environment(Path(sys.argv[1]), lock=Path(sys.argv[2]))
    except EnvironmentNotMade as error:
        _tell(str(error))
        return 1
    except OSError as error:
        _tell(f"{error.filename or sys.argv[1]} cannot be written ({error.strerror}); make room or")
        _tell("name another folder in KOBLINGSBOKS_CACHE.")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
