"""Everything Koblingsboks depends on, looked at one by one."""

import platform
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

from deploy.cli.connecting import connected_servers
from deploy.cli.errors import NotWell
from deploy.cli.plainly import sentence
from deploy.cli.server_checks import server_checks
from deploy.embedded.checks import check_disk, check_folder, check_port, check_processor
from deploy.embedded.lock import holder
from deploy.embedded.programs import postgres_programs, valkey_program
from deploy.embedded.running import Running, running_on
from deploy.embedded.system_user import server_user
from services.matcher.embedding.choose import choose_encoder

MEGABYTE = 2**20

State = Literal["good", "note", "bad"]
Check = Callable[[], Awaitable[str] | str]  #: says how it is, or raises what to do


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    how: str
    state: State = "good"


async def findings(data: Path, *, port: int) -> list[Finding]:
    running = running_on(data)
    found = [
        await checked("Python", _python),
        await checked("Processor", _processor),
        await checked("Programs", lambda: _programs(data)),
        await checked("Language model", _model),
        await checked("Data folder", lambda: _folder(data)),
    ]
    if running:
        found.append(await checked("Services", lambda: _services(running)))
    else:
        found.append(Finding("Services", "not running; `koblingsboks up` starts them", "note"))
        found.append(await checked("Port", lambda: _port(port)))
    return found + await _server_findings(data)


async def checked(what: str, check: Check) -> Finding:
    try:
        how = check()
        return Finding(what, how if isinstance(how, str) else await how)
    except Exception as error:
        return Finding(what, sentence(error), "bad")


async def _server_findings(data: Path) -> list[Finding]:
    if not (data / "secrets.json").exists():
        return [Finding("Database", "none yet; `koblingsboks up` makes it", "note")]
    try:
        async with connected_servers(data) as connected:
            checks = server_checks(connected.servers)
            return [await checked(what, check) for what, check in checks.items()]
    except Exception as error:
        return [Finding("Database and broker", sentence(error), "bad")]


def _python() -> str:
    return f"{platform.python_version()} in {sys.prefix}"


def _processor() -> str:
    check_processor()
    return f"{platform.machine()}, has what the language model needs"


def _programs(data: Path) -> str:
    user = server_user()
    postgres_programs(user=user, copies=data / "programs")
    valkey_program(user=user, copies=data / "programs")
    return f"PostgreSQL and Valkey are there, run by {user.name}"


async def _model() -> str:
    encoder = choose_encoder()
    await encoder.open()
    try:
        vectors = await encoder.encode(["Vi søker noen å dele spillvarme med."], role="query")
    finally:
        await encoder.close()
    return f"{encoder.model} loads, {vectors.shape[1]} dimensions"


def _folder(data: Path) -> str:
    if not data.exists():
        return f"{data}, made at the first start"
    check_folder(data)
    check_disk(data)
    free = shutil.disk_usage(data).free // MEGABYTE
    if data.stat().st_mode & 0o007:
        raise NotWell(what=f"{data} is open to others", todo=f'run "chmod o= {data}"')
    return f"{data}, {free} MB free, {_in_use(data)}"


def _in_use(data: Path) -> str:
    pid = holder(data)
    return f"in use by process {pid}" if pid else "not in use"


def _port(port: int) -> str:
    check_port(port)
    return f"{port} is free"


async def _services(running: Running) -> str:
    async with httpx.AsyncClient(base_url=running.url, trust_env=False, timeout=10) as client:
        answer = await client.get("/health/ready")
    if not answer.is_success:
        states = ", ".join(f"{name} {state}" for name, state in answer.json()["services"].items())
        raise NotWell(what=f"{running.url}: {states}", todo="see logs/koblingsboks.log in the data")
    return f"ready at {running.url}"
