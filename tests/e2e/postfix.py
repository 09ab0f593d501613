"""A Postfix of the test's own: its configuration, queue and ports are in one folder and on
loopback, and nothing of the machine's own Postfix is touched."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PROGRAMS = "/usr/sbin"
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = {programs}
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_bind_address = 127.0.0.1
myhostname = relay.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtpd_recipient_restrictions =
    check_policy_service inet:127.0.0.1:{policy}, permit_mynetworks, reject
default_transport = smtp:[127.0.0.1]:{world}
transport_maps = texthash:{folder}/transport
recipient_delimiter = +
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
lmtp_destination_concurrency_limit = 2
"""
TRANSPORT = "inn.example lmtp:[127.0.0.1]:{intake}\n"
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def need_postfix() -> None:
    if not shutil.which("postfix", path=f"{PROGRAMS}:{os.environ.get('PATH', '')}"):
        pytest.skip(
            "NOT TESTED against a real mail server: Postfix is not installed (apt install postfix)"
        )
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED against a real mail server: Postfix is started by root only")


@contextmanager
def running_postfix(*, port: int, policy: int, world: int, intake: int) -> Iterator[Path]:
    """The folder of a Postfix that listens on `port`, asks `policy` about each recipient, delivers
    to the server at `world`, and what is for inn.example to the LMTP server at `intake`."""
    with TemporaryDirectory(prefix="koblingsboks-postfix-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        _configure(folder, port=port, policy=policy, world=world, intake=intake)
        _postfix(folder, "start")
        try:
            yield folder
        finally:
            _postfix(folder, "stop")


def log_of(folder: Path) -> str:
    log = folder / "log" / "mail.log"
    return log.read_text("utf-8", "replace") if log.exists() else ""


def _configure(folder: Path, *, port: int, policy: int, world: int, intake: int) -> None:
    for name in ("spool", "data", "log"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    main = MAIN.format(folder=folder, programs=PROGRAMS, policy=policy, world=world)
    (folder / "main.cf").write_text(main)
    (folder / "master.cf").write_text(MASTER.format(port=port))
    (folder / "transport").write_text(TRANSPORT.format(intake=intake))


def _postfix(folder: Path, command: str) -> None:
    subprocess.run(
        [f"{PROGRAMS}/postfix", "-c", folder, command], check=True, capture_output=True, timeout=60
    )


@asynccontextmanager
async def policy_server(answers: dict[str, list[str]]) -> AsyncIterator[int]:
    """Postfix's policy protocol. For each recipient the answers in turn, then no objection."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                asked = (await reader.readuntil(b"\n\n")).decode()
                facts = dict(line.split("=", 1) for line in asked.split("\n") if "=" in line)
                waiting = answers.get(facts.get("recipient", ""), [])
                action = waiting.pop(0) if waiting else "DUNNO"
                writer.write(f"action={action}\n\n".encode())
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
