"""PostgreSQL's own programs for one consistent copy of a database, and for putting it back."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

from deploy.backup.errors import DumpFailed
from deploy.embedded.programs import postgres_programs
from deploy.embedded.system_user import server_user

# They open doors for minutes or hours: worth nothing in a backup, except to a thief.
LEFT_OUT = ("access.sessions", "access.sign_in_links", "access.tries", "notifier.sign_in_letters")
CHUNK = 2**20
END_OF_ERROR = 500


@contextmanager
def dump(url: str, *, copies: Path) -> Iterator[IO[bytes]]:
    """A stream of the whole database as it is at this moment, whatever is written meanwhile.

    Raises:
        DumpFailed: when the block ends, if the copy is not whole.
    """
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    command = ["--format=custom", "--no-password", *left_out]
    with _running("pg_dump", url, command, copies=copies, stdout=subprocess.PIPE) as process:
        assert process.stdout, "it was asked for"
        yield process.stdout


def restore(url: str, source: IO[bytes], *, copies: Path) -> None:
    """All or nothing, into a database without any schema of ours. Raises DumpFailed."""
    command = ["--single-transaction", "--exit-on-error", "--no-password"]
    with _running("pg_restore", url, command, copies=copies, stdin=subprocess.PIPE) as process:
        assert process.stdin, "it was asked for"
        try:
            while chunk := source.read(CHUNK):
                process.stdin.write(chunk)
        except BrokenPipeError:
            return  # it has ended, and tells why


@contextmanager
def _running(
    name: str, url: str, options: Sequence[str], *, copies: Path, **pipes: int
) -> Iterator["subprocess.Popen[bytes]"]:
    program = postgres_programs(user=server_user(), copies=copies) / name
    address, password = _parted(url)
    process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
        [program, f"--dbname={address}", *options],
        env={"PGPASSWORD": password, "LC_ALL": "C"},
        stderr=subprocess.PIPE,
        **pipes,
    )
    try:
        yield process
        _, said = process.communicate()
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        raise DumpFailed(program=name, said=said.decode(errors="replace")[-END_OF_ERROR:])


def _parted(url: str) -> tuple[str, str]:
    """The address without its password: a command line is for everybody to read."""
    parts = urlsplit(url)
    who, _, where = parts.netloc.rpartition("@")
    user, _, password = who.partition(":")
    return urlunsplit(parts._replace(netloc=f"{user}@{where}")), unquote(password)
