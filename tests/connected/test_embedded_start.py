"""Real servers, started and stopped, gently and not."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from deploy.embedded.errors import DataFolderInUse, DataFolderOfAnother
from deploy.embedded.processes import leftovers
from deploy.embedded.programs import postgres_programs
from deploy.embedded.servers import Addresses, EmbeddedServers, addresses, embedded_servers
from deploy.embedded.system_user import server_user
from tests.connected.embedded_starts import kill_whole_tree, started, until_ended
from tests.servers import short_lived_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives way to another user")


@pytest.fixture
def data() -> Iterator[Path]:
    with short_lived_folder() as folder:
        yield folder


async def write(where: Addresses) -> None:
    database = await asyncpg.connect(where.admin_dsn)
    await database.execute("CREATE TABLE kept (word text)")
    await database.execute("INSERT INTO kept VALUES ('blåbær')")
    await database.close()
    async with Redis.from_url(where.admin_broker_url) as redis:
        await redis.xadd("profiles", {"word": "blåbær"})


async def read(where: Addresses) -> tuple[str, int]:
    database = await asyncpg.connect(where.admin_dsn)
    word = await database.fetchval("SELECT word FROM kept")
    await database.close()
    async with Redis.from_url(where.admin_broker_url) as redis:
        return word, await redis.xlen("profiles")


def processes_of(servers: EmbeddedServers) -> list[psutil.Process]:
    mains = [psutil.Process(servers.postgres.pid), psutil.Process(servers.broker.pid)]
    return [*mains, *(child for main in mains for child in main.children(recursive=True))]


async def aof_is_on_disk(where: Addresses) -> None:
    """everysec: what is younger than a second may be lost in a crash."""
    async with Redis.from_url(where.admin_broker_url) as redis:
        assert (await redis.waitaof(1, 0, 5000))[0] == 1


async def test_a_stop_keeps_everything(data):
    async with embedded_servers(data) as servers:
        await write(servers)

    async with embedded_servers(data) as servers:
        assert await read(servers) == ("blåbær", 1)


async def test_a_broker_file_damaged_in_the_middle_is_given_up(data):
    """As when it was killed while it wrote its files anew: the first of them lacks its end."""
    async with embedded_servers(data) as servers:
        await write(servers)
        files = servers.folders.valkey / "appendonlydir"
    [base] = files.glob("*.base.rdb")
    os.truncate(base, base.stat().st_size // 2)

    async with embedded_servers(data) as servers:
        assert await read(servers) == ("blåbær", 0)


async def test_a_stop_leaves_no_process_and_no_socket(data):
    async with embedded_servers(data) as servers:
        processes = processes_of(servers)
        sockets = servers.folders.sockets

    assert processes
    await until_ended(processes)
    assert not sockets.exists()


async def test_a_cancelled_start_stops_too(data):
    ready: asyncio.Future[list[psutil.Process]] = asyncio.Future()

    async def run() -> None:
        async with embedded_servers(data) as servers:
            ready.set_result(processes_of(servers))
            await asyncio.Event().wait()

    task = asyncio.create_task(run())
    processes = await ready
    task.cancel()
    await asyncio.wait([task])

    await until_ended(processes)
    assert task.cancelled()


async def test_a_second_start_on_the_same_folder_is_refused(data):
    with started(data) as first, pytest.raises(DataFolderInUse, match=str(first.pid)):
        async with embedded_servers(data):
            pass


async def test_a_command_beside_a_running_start_finds_its_servers(data):
    with started(data):
        beside = addresses(data)

        await write(beside)

        assert await read(beside) == ("blåbær", 1)


async def test_nothing_is_lost_when_the_whole_tree_is_killed(data):
    with started(data) as first:
        await write(addresses(data))
        await aof_is_on_disk(addresses(data))
        kill_whole_tree(first)
    assert (data / "postgres" / "postmaster.pid").exists()

    async with embedded_servers(data) as servers:
        assert await read(servers) == ("blåbær", 1)


async def test_a_half_written_broker_file_is_read_up_to_the_break(data):
    async with embedded_servers(data) as servers:
        await write(servers)
    file = next((data / "valkey").rglob("*.incr.aof"))
    with file.open("ab") as stream:
        stream.write(b"*5\r\n$4\r\nXADD\r\n$8\r\nprof")

    async with embedded_servers(data) as servers:
        assert await read(servers) == ("blåbær", 1)


async def test_servers_end_when_only_their_starter_is_killed(data):
    with started(data) as starter:
        servers = starter.children(recursive=True)
        assert servers

        starter.kill()

        await until_ended(servers)


async def test_a_database_left_running_is_stopped_and_started_anew(data):
    async with embedded_servers(data) as servers:
        await write(servers)
    survivor = await left_running(data / "postgres")

    async with embedded_servers(data) as servers:
        assert await read(servers) == ("blåbær", 1)
        assert survivor.pid not in [process.pid for process in leftovers(data / "postgres")]

    assert survivor.wait(timeout=10) == 0


async def left_running(folder: Path) -> "subprocess.Popen[bytes]":
    user = server_user()
    program = postgres_programs(user=user, copies=folder.parent / "programs") / "postgres"
    sockets = f"unix_socket_directories={folder}"
    process = subprocess.Popen(  # noqa: ASYNC220  (its asyncio twin would outlive no loop)
        [program, "-D", folder, "-c", "listen_addresses=", "-c", sockets],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        **({"user": user.uid, "group": user.gid} if user.is_somebody_else else {}),
    )
    async with asyncio.timeout(15):
        while not leftovers(folder) or not (folder / "postmaster.pid").exists():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return process


async def test_a_pid_file_whose_number_went_to_somebody_else_is_no_hindrance(data):
    async with embedded_servers(data):
        pass
    (data / "postgres" / "postmaster.pid").write_text(f"1\n{data / 'postgres'}\n0\n5432\n")

    async with embedded_servers(data) as servers:
        assert servers.postgres.is_running


@pytest.mark.parametrize("name", ["postgres", "broker"])
async def test_a_server_killed_while_we_run_comes_back(data, name):
    async with embedded_servers(data) as servers:
        await write(servers)
        await aof_is_on_disk(servers)
        server = getattr(servers, name)
        killed = server.pid

        os.kill(killed, signal.SIGKILL)

        async with asyncio.timeout(15):
            assert await read_again(servers) == ("blåbær", 1)
        assert server.pid != killed


async def read_again(servers: Addresses) -> tuple[str, int]:
    while True:
        try:
            return await read(servers)
        except (OSError, RedisError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "name", [pytest.param("x" * 100, id="too long"), pytest.param("a, b & ø", id="odd signs")]
)
async def test_a_path_that_does_not_suit_sockets_is_no_hindrance(data, name):
    async with embedded_servers(data.with_name(name)) as servers:
        await write(servers)
        sockets = addresses(data.with_name(name)).folders.sockets

        assert await read(servers) == ("blåbær", 1)
        assert sockets.parent != data.with_name(name)

    assert not sockets.exists()


@as_root
async def test_a_folder_below_a_closed_folder_serves_root(data):
    closed = data.with_name("closed")
    closed.mkdir(mode=0o700)

    async with embedded_servers(closed / "data") as servers:
        await write(servers)

        assert await read(servers) == ("blåbær", 1)


@as_root
async def test_a_database_of_another_user_is_told(data):
    async with embedded_servers(data):
        pass
    os.chown(data / "postgres", 65534, 65534)

    with pytest.raises(DataFolderOfAnother, match="chown -R"):
        async with embedded_servers(data):
            pass
