"""How database, broker, clock, mail and dead letters of a data folder are."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import asyncpg
from redis.asyncio import Redis

from deploy.cli.dead import letters_of
from deploy.cli.errors import NotWell
from deploy.embedded.servers import Addresses
from deploy.provision import SERVICES

LARGEST_CLOCK_DIFFERENCE = 5.0  #: seconds
VERSIONS = """
    SELECT current_setting('server_version') AS postgres,
           (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS vector
"""
NOW = "SELECT now()"

Check = Callable[[], Awaitable[str] | str]


def server_checks(servers: Addresses) -> dict[str, Check]:
    return {
        "Database": lambda: _database(servers),
        "Database's clock": lambda: _clock(servers),
        "Broker": lambda: _broker(servers),
        "Mailbox": lambda: _mailbox(servers),
        "Dead letters": lambda: _dead_letters(servers),
    }


async def _database(servers: Addresses) -> str:
    for service in SERVICES:
        connection = await asyncpg.connect(servers.database_url(service), timeout=10)
        versions = await connection.fetchrow(VERSIONS)
        await connection.close()
    assert versions, "one row always"
    return f"PostgreSQL {versions['postgres']}, pgvector {versions['vector']}; all services get in"


async def _clock(servers: Addresses) -> str:
    connection = await asyncpg.connect(servers.database_url("registry"), timeout=10)
    difference = abs((await connection.fetchval(NOW) - datetime.now(UTC)).total_seconds())
    await connection.close()
    if difference > LARGEST_CLOCK_DIFFERENCE:
        raise NotWell(what=f"it is off by {difference:.0f} s", todo="set this machine's clock")
    return "agrees with ours"


async def _broker(servers: Addresses) -> str:
    async with Redis.from_url(servers.admin_broker_url) as redis:
        facts = await redis.info()
        policy = (await redis.config_get("maxmemory-policy"))["maxmemory-policy"]
    if policy != "noeviction":
        raise NotWell(what=f"it forgets events ({policy})", todo="set maxmemory-policy noeviction")
    if facts.get("aof_last_write_status") != "ok":
        raise NotWell(what="it cannot write to its file", todo="make room on the disk")
    version = facts.get("valkey_version", facts["redis_version"])
    return f"Valkey {version}, {facts['used_memory_human']} in use, keeps what it is given"


def _mailbox(servers: Addresses) -> str:
    folder = servers.folders.mailbox
    if not (folder / "new").is_dir():
        raise NotWell(what=f"{folder} is no mailbox", todo="start `koblingsboks up` once")
    count = sum(1 for part in ("new", "cur") for _ in (folder / part).iterdir())
    return f"{count} letters in {folder}"


async def _dead_letters(servers: Addresses) -> str:
    counts = {service: len(await letters_of(servers, service)) for service in SERVICES}
    if any(counts.values()):
        told = ", ".join(f"{count} of the {service}" for service, count in counts.items() if count)
        raise NotWell(what=told, todo='see "koblingsboks dead list"')
    return "none"
