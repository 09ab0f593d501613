"""Who cannot reach what: other services, other local users, those without a password."""

import asyncio
import os
from pathlib import Path

import asyncpg
import psutil
import pytest

from deploy.embedded.broker import socket_path
from deploy.embedded.postgres import database_url
from deploy.embedded.servers import EmbeddedServers
from deploy.provision import DATABASE, SERVICES
from tests.connected.embedded_starts import NOBODY

PAIRS = [(role, other) for role in SERVICES for other in SERVICES if role != other]


@pytest.fixture(scope="session")
def servers(embedded: EmbeddedServers) -> EmbeddedServers:
    """Never containers: it is our own servers whose doors are tried here."""
    return embedded


async def run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(("role", "other"), PAIRS)
async def test_no_service_reads_the_tables_of_another(fresh, role, other):
    await run(
        fresh.database_url(other),
        f"SET ROLE {other}_owner",
        "CREATE TABLE secret (word text)",
        f"GRANT SELECT ON secret TO {other}",
    )

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(fresh.database_url(role), f"TABLE {other}.secret")


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("CREATE TABLE x (y int)", id="make tables at work"),
        pytest.param("SET ROLE matcher_owner", id="become another's owner"),
        pytest.param("CREATE TABLE public.x (y int)", id="make tables in public"),
        pytest.param("CREATE TABLE access.x (y int)", id="make tables in access"),
        pytest.param("CREATE TABLE extensions.x (y int)", id="make tables in extensions"),
        pytest.param("CREATE SCHEMA another", id="make schemas"),
        pytest.param("CREATE ROLE another", id="make roles"),
        pytest.param("ALTER ROLE notifier PASSWORD 'x'", id="change another's password"),
        pytest.param("SET ROLE postgres", id="become the superuser"),
        pytest.param("COPY (SELECT 1) TO PROGRAM 'true'", id="run programs"),
    ],
)
async def test_a_service_may_not(fresh, statement):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(fresh.database_url("registry"), statement)


async def test_a_service_finds_its_own_tables_and_vectors_without_naming_schemas(fresh):
    await run(
        fresh.database_url("matcher"),
        "SET ROLE matcher_owner",
        "CREATE TABLE vectors (embedding halfvec(2))",
        "RESET ROLE",
        "INSERT INTO matcher.vectors VALUES ('[1, 2]')",
        "SELECT embedding <=> '[2, 1]' FROM vectors",
    )


@pytest.mark.parametrize("user", ["postgres", *SERVICES])
@pytest.mark.parametrize("password", ["", "wrong"])
async def test_the_database_refuses_a_wrong_password(servers, user, password):
    sockets = servers.folders.sockets
    url = database_url(user=user, password=password, sockets=sockets, database=DATABASE)

    with pytest.raises(asyncpg.PostgresError) as refusal:
        await run(url, "SELECT 1")

    assert isinstance(refusal.value, asyncpg.InvalidPasswordError | asyncpg.ProtocolViolationError)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        pytest.param("PING", b"-NOAUTH", id="no password"),
        pytest.param("AUTH wrong", b"-WRONGPASS", id="a wrong password"),
    ],
)
async def test_the_broker_lets_nobody_in_with(servers, words, answer):
    path = socket_path(servers.folders.sockets)
    reader, writer = await asyncio.open_unix_connection(path)

    writer.write(f"{words}\r\n".encode())
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()

    assert line.startswith(answer)


def test_neither_server_listens_on_the_network(servers):
    pids = [servers.postgres.pid, servers.broker.pid]

    assert [c for pid in pids for c in psutil.Process(pid).net_connections("inet")] == []


def test_no_secret_shows_in_the_list_of_processes(servers):
    pids = [servers.postgres.pid, servers.broker.pid]
    shown = " ".join(" ".join(psutil.Process(pid).cmdline()) for pid in pids)

    assert not any(secret in shown for secret in servers.secrets.values.values())


def test_no_secret_shows_in_a_log(servers):
    shown = "".join(log.read_text() for log in servers.folders.logs.iterdir())

    assert shown
    assert not any(secret in shown for secret in servers.secrets.values.values())


def reachable_things(servers: EmbeddedServers) -> list[Path]:
    folders = servers.folders
    sockets = [folders.sockets / ".s.PGSQL.5432", socket_path(folders.sockets)]
    closed = [folders.postgres, folders.valkey, folders.mailbox, folders.sockets, folders.logs]
    return [*sockets, *closed, folders.data / "secrets.json"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_local_user_reaches_nothing(servers):
    things = reachable_things(servers)

    assert all(thing.exists() for thing in things)
    assert not any(NOBODY.can("-e", thing) for thing in things)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_local_user_reaches_nothing_even_where_all_above_is_open(servers):
    """The folders' own rights must hold, not only those of the folder pytest made."""
    modes = {folder: folder.stat().st_mode & 0o777 for folder in reachable_things(servers)[2:]}

    assert all(not mode & 0o077 for mode in modes.values()), modes
    assert not servers.folders.data.stat().st_mode & 0o007
