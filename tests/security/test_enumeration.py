"""Asking for a link tells nobody who is known: not by words, not by the work that is done."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio

from services.registry.actions.people import add_coordinator
from services.registry.actions.regions import ensure_counties
from services.registry.actions.sign_in import Asker, ask_to_sign_in
from services.registry.domain.people import PersonRecord
from services.registry.storage.database import Database
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from tests.servers import RunningServers, fresh_database

KNOWN, UNKNOWN = "known@fylket.example", "unknown@nowhere.example"
SAVEPOINT = re.compile("__asyncpg_savepoint_[0-9a-f]+__")
CHANGING = {"date", "content-length", "set-cookie"}


def test_the_answer_is_the_same_for_known_and_unknown(town, ingrid):
    answers = []
    for address in (ingrid, UNKNOWN):
        with town.browser() as browser:
            answer = town.ask(browser, address)
            page = browser.get(answer.headers["location"])
            token = page.text.partition('name="csrf_token" value="')[2][:64]
            answers.append((answer, page.text.replace(token, "")))

    (known, known_page), (unknown, unknown_page) = answers
    assert known.status_code == unknown.status_code == 303
    assert headers(known) == headers(unknown)
    assert known_page == unknown_page


def headers(answer):
    return {name: value for name, value in answer.headers.items() if name not in CHANGING}


@pytest_asyncio.fixture
async def pool(servers: RunningServers) -> AsyncIterator[ConnectionPool]:
    # Without `fresh`: that one empties the broker, which the town needs.
    async with fresh_database(servers) as name:
        url = servers.database_url("registry", database=name)
        pool = ConnectionPool(url, schema="registry")
        await pool.open()
        with everywhere():
            await furnish(pool)
        # The first time, the driver also asks what types there are.
        await work_done_for(pool, UNKNOWN)
        yield pool
        await pool.close()


async def furnish(pool: ConnectionPool) -> None:
    database = Database(pool)
    await database.migrate()
    await ensure_counties(database, mail_domain="x.example")
    record = PersonRecord(name="Kjent", email=KNOWN, language="nb")
    await add_coordinator(database, "ostfold", record)


async def work_done_for(pool: ConnectionPool, address: str) -> list[str]:
    """The statements that asking runs, in their order."""
    with everywhere():
        return await _work_done_for(pool, address)


async def _work_done_for(pool: ConnectionPool, address: str) -> list[str]:
    done: list[str] = []
    async with pool.joining() as connection:
        with connection.query_logger(lambda record: done.append(SAVEPOINT.sub("", record.query))):
            await asked(pool, address)
    return done


async def asked(pool: ConnectionPool, address: str) -> None:
    asker = Asker(browser="x" * 43, network="192.0.2.1")
    database = Database(pool, secret_key="k" * 32)
    await ask_to_sign_in(database, address, asker=asker, leads_to="")


async def test_the_same_work_is_done_for_known_and_unknown(pool):
    known, unknown = [await work_done_for(pool, address) for address in (KNOWN, UNKNOWN)]

    assert len(known) > 5
    assert known == unknown


async def test_the_same_work_is_done_for_one_who_was_mailed_enough(pool):
    first = await work_done_for(pool, KNOWN)
    for _ in range(4):
        last = await work_done_for(pool, KNOWN)

    assert last == first
