"""Nobody sees another region's rows, whatever statement is made in their name."""

import contextlib
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from shared.storage.pool import ConnectionPool
from shared.storage.scope import RegionUnusable, everywhere, everywhere_on, within
from tests.asking import all_rows
from tests.connected.messaging_harness import opened_pool
from tests.connected.two_regions import HERE, THERE, TwoRegions, two_regions
from tests.servers import FreshServers

#: Names and checksums of SQL files.
UNGUARDED = {f"{schema}.migrations" for schema in ("registry", "matcher", "notifier", "access")}
#: Ids, times and hashes that mean the same in every region, and which regions there are.
SHARED = {
    *(f"{service}.inbox" for service in ("registry", "matcher", "notifier")),
    *(f"{service}.audit_chain" for service in ("registry", "matcher", "notifier")),
    "matcher.erased_partners",
    "notifier.suppressions",
    "notifier.preferences",
    "registry.regions",
}
#: Somebody still needs it, or nobody deletes anything there.
REFUSED = (asyncpg.ForeignKeyViolationError, asyncpg.InsufficientPrivilegeError)
TABLES = """
    SELECT format('%I.%I', nspname, relname) AS name,
           relrowsecurity AND relforcerowsecurity AS is_forced
      FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'p') AND nspname IN ('registry', 'matcher', 'notifier', 'access')
     ORDER BY name
"""
OWN = """
    SELECT format('%I.%I', schemaname, tablename) AS name
      FROM pg_tables
     WHERE schemaname IN ($1, 'access')
       AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')
     ORDER BY name
"""


@pytest_asyncio.fixture
async def there(fresh: FreshServers) -> AsyncIterator[TwoRegions]:
    async with two_regions(fresh) as filled:
        yield filled


async def guarded(pool: ConnectionPool) -> list[str]:
    """The guarded tables that a service may read."""
    async with all_rows(pool) as connection:
        names = [row["name"] for row in await connection.fetch(OWN, pool.schema)]
    return [name for name in names if name not in UNGUARDED]


async def rows(pool: ConnectionPool, table: str) -> set[str]:
    async with pool.connection() as connection:
        found = await connection.fetch(f"SELECT row(kept)::text AS row FROM {table} AS kept")  # noqa: S608
        return {row["row"] for row in found}


@pytest.mark.usefixtures("there")
async def test_every_table_forces_row_level_security(fresh: FreshServers):
    admin = await asyncpg.connect(fresh.admin_dsn)
    found = await admin.fetch(TABLES)
    await admin.close()

    assert len(found) > 35
    assert {row["name"] for row in found if not row["is_forced"]} == UNGUARDED


async def test_a_region_sees_its_own_rows_and_none_of_another(there: TwoRegions):
    for pool in there.pools.values():
        differing = 0
        for table in await guarded(pool):
            with within(HERE):
                here = await rows(pool, table)
            with within(THERE):
                beyond = await rows(pool, table)
            with within(HERE, THERE):
                assert await rows(pool, table) == here | beyond
            assert not here & beyond or table in SHARED, table
            differing += bool(here - beyond)
        assert differing >= 6, pool.schema


async def test_whoever_serves_nobody_sees_nothing(there: TwoRegions):
    for pool in there.pools.values():
        for table in await guarded(pool):
            with within():
                assert await rows(pool, table) == set(), table


async def test_a_region_deletes_no_rows_of_another(there: TwoRegions):
    for pool in there.pools.values():
        own = {name for name in await guarded(pool) if name.startswith(pool.schema)}
        for table in own - SHARED:
            with within(THERE):
                before = await rows(pool, table)
            with within(HERE), contextlib.suppress(*REFUSED):
                async with pool.transaction() as connection:
                    await connection.execute(f"DELETE FROM {table}")  # noqa: S608
            with within(THERE):
                assert await rows(pool, table) == before, table


async def test_a_region_writes_nothing_into_another(there: TwoRegions):
    for service in ("registry", "matcher", "notifier"):
        with within(HERE), pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with there.pools[service].transaction() as connection:
                await connection.execute("UPDATE partners SET region = $1", THERE)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("TRUNCATE {table} CASCADE", id="empties"),
        pytest.param("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", id="lifts the guard"),
        pytest.param("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", id="loosens the guard"),
        pytest.param("DROP POLICY by_region ON {table}", id="drops the policy"),
        pytest.param("DROP TABLE {table} CASCADE", id="drops"),
    ],
)
@pytest.mark.parametrize("table", ["registry.outbox", "access.tokens"])
async def test_no_service_at_work(fresh: FreshServers, table: str, statement: str):
    async with opened_pool(fresh, "registry") as pool:
        with everywhere(), pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with pool.transaction() as connection:
                await connection.execute(statement.format(table=table))


async def test_a_part_of_a_transaction_may_look_everywhere_and_only_that_part(there: TwoRegions):
    count = "SELECT count(*) FROM partners"

    with within(HERE):
        async with there.pools["registry"].transaction() as connection:
            before = await connection.fetchval(count)
            async with everywhere_on(connection):
                everybody = await connection.fetchval(count)
            after = await connection.fetchval(count)

    assert (before, everybody, after) == (2, 4, 2)


async def test_transactions_that_join_another_see_their_own_regions(there: TwoRegions):
    pool, count = there.pools["registry"], "SELECT count(*) FROM partners"

    with everywhere():
        async with pool.joining() as connection:
            with within(HERE):
                async with pool.transaction() as joined:
                    here = await joined.fetchval(count)
            with within(), contextlib.suppress(ZeroDivisionError):
                async with pool.transaction() as joined:
                    nobody = await joined.fetchval(count)
                    raise ZeroDivisionError
            everybody = await connection.fetchval(count)

    assert (here, nobody, everybody) == (2, 0, 4)


@pytest.mark.parametrize("name", ["", "*", "ostfold,troms", "x'; RESET ROLE; --"])
def test_what_is_no_region_is_not_served(name: str):
    with pytest.raises(RegionUnusable), within(name):
        pass
