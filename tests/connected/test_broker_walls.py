"""What a service may not do on the broker; that it can do its work, every other test here shows."""

import itertools
from collections.abc import AsyncIterator, Iterator
from typing import get_args

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import NoPermissionError, ResponseError

from shared.events.base import Source
from shared.messaging.streams import READERS, WRITER, streams_read_by, streams_written_by

SERVICES = get_args(Source)
ENTRY = {"__data__": "{}"}
EVENT_ID = "01a10000-0000-7000-8000-000000000001"
NOT_LET_IN = "invalid username-password|NOAUTH|[Aa]uthenticat"
ABOUT_THE_SERVER = (
    "FLUSHALL",
    "FLUSHDB",
    "KEYS *",
    "SCAN 0",
    "RANDOMKEY",
    "DBSIZE",
    "INFO",
    "CONFIG GET *",
    "CONFIG SET requirepass x",
    "DEBUG SLEEP 0",
    "ACL WHOAMI",
    "ACL SETUSER matcher nopass",
    "CLIENT LIST",
    "CLIENT KILL TYPE normal",
    "MONITOR",
    "SHUTDOWN",
    "SAVE",
    "REPLICAOF 127.0.0.1 6379",
    "MODULE LIST",
    "SLOWLOG GET",
    "SWAPDB 0 1",
    "SELECT 1",
    "EVAL return 0",
    "FUNCTION LIST",
    "PUBLISH channel word",
    "SUBSCRIBE channel",
    "SET anything x",
    "GET anything",
    "XADD anything * a b",
)


def things_forbidden(service: Source) -> Iterator[str]:
    yield from ABOUT_THE_SERVER
    if service != "registry":  # which erases, and has the file written without what was erased
        yield "BGREWRITEAOF"
    for stream in WRITER:
        yield from (f"DEL {stream}", f"XDEL {stream} 1-1", f"RENAME {stream} other")
        yield from (f"XGROUP DESTROY {stream} matcher", f"XGROUP SETID {stream} matcher $")
        yield f"EXPIRE {stream} 1"
    for stream in set(WRITER) - set(streams_written_by(service)):
        yield from (f"XADD {stream} * a b", f"XTRIM {stream} MAXLEN 0", f"XRANGE {stream} - +")
    for stream in set(WRITER) - set(streams_read_by(service)):
        yield f"XREADGROUP GROUP {service} 0 STREAMS {stream} >"
        yield f"XAUTOCLAIM {stream} {service} 0 0 0-0"
        yield f"XACK {stream} {service} 1-1"
        yield f"XGROUP CREATE {stream} {service} 0 MKSTREAM"
    for other in set(SERVICES) - {service}:
        yield f"SET receipt:{other}:{EVENT_ID} 1"
    yield f"MGET receipt:{service}:{EVENT_ID} listings"


FORBIDDEN = [(service, words) for service in SERVICES for words in things_forbidden(service)]


@pytest_asyncio.fixture
async def brokers(fresh) -> AsyncIterator[dict[str, "Redis"]]:
    """As each service is let in, by its name."""
    opened = {service: Redis.from_url(fresh.broker_url(service)) for service in SERVICES}
    async with Redis.from_url(fresh.admin_broker_url) as admin:
        for stream in WRITER:
            await admin.xadd(stream, ENTRY, id="1-1")
            for reader in READERS[stream]:
                await admin.xgroup_create(stream, reader, id="0")
        yield opened
    for redis in opened.values():
        await redis.aclose()


async def allows(redis: "Redis", words: str) -> bool:
    try:
        await redis.execute_command(*words.split())
    except NoPermissionError:
        return False
    except ResponseError as error:
        return "not allowed" not in str(error)  # DEBUG is for nobody
    return True


async def test_a_service_may_do_nothing_but_its_work(brokers):
    done = [(who, words) for who, words in FORBIDDEN if await allows(brokers[who], words)]

    assert not done


async def test_nothing_was_touched_by_what_was_refused(brokers, fresh):
    for who, words in FORBIDDEN:
        await allows(brokers[who], words)

    async with Redis.from_url(fresh.admin_broker_url) as admin:
        assert [await admin.xlen(stream) for stream in WRITER] == [1] * len(WRITER)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_reaches_its_own_streams_and_receipts(brokers, service):
    mine = brokers[service]
    [written] = {frozenset(streams_written_by(service))}

    assert all([await mine.xadd(stream, ENTRY) for stream in written])
    for stream in streams_read_by(service):
        assert await mine.xreadgroup(service, "0", {stream: ">"})
        assert await mine.xack(stream, service, "1-1") == 1
    assert await mine.set(f"receipt:{service}:{EVENT_ID}", b"1", ex=60)
    readers = {reader for stream in written for reader in READERS[stream]}
    assert await mine.mget([f"receipt:{reader}:{EVENT_ID}" for reader in readers])


def without_name(url: str) -> str:
    """Nobody by name and no password."""
    before, _, after = url.partition("://")
    return f"{before}://{after.partition('@')[2]}"


def with_user(url: str, user: str) -> str:
    before, _, after = url.partition("://")
    return f"{before}://{user}:{after.partition(':')[2]}"


@pytest.mark.parametrize(("service", "other"), [*itertools.permutations(SERVICES, 2)])
async def test_no_password_opens_for_another_service(fresh, service, other):
    async with Redis.from_url(with_user(fresh.broker_url(service), other)) as redis:
        with pytest.raises(NotConnected, match=NOT_LET_IN):
            await redis.ping()


async def test_the_user_without_a_name_is_off(fresh):
    url = fresh.admin_broker_url
    for refused in (without_name(url), with_user(url, "default"), with_user(url, "")):
        async with Redis.from_url(refused) as redis:
            with pytest.raises(NotConnected, match=NOT_LET_IN):
                await redis.ping()
