"""Who did what, when and from where stays written down, and whatever is done to it shows."""

import contextlib
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from shared.audit.asking import asked_by, network_named
from shared.audit.chain import Head, verify
from shared.audit.log import Act, AuditLog
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere, within
from tests.connected.messaging_harness import opened_pool
from tests.connected.registry_harness import Registry, running_registry
from tests.connected.two_regions import HERE, THERE
from tests.servers import FreshServers

PERSON = UUID(int=7)


@pytest_asyncio.fixture
async def registry(fresh: FreshServers) -> AsyncIterator[Registry]:
    async with running_registry(fresh) as running:
        yield running


@pytest_asyncio.fixture
async def pool(fresh: FreshServers) -> AsyncIterator[ConnectionPool]:
    async with opened_pool(fresh, "registry") as pool:
        yield pool


async def acts(pool: ConnectionPool) -> list[Act]:
    with everywhere():
        async with pool.connection() as connection:
            return await AuditLog(connection).after(0, limit=1000)


async def problems(pool: ConnectionPool, known: Head | None = None) -> list[str]:
    with everywhere():
        async with pool.connection() as connection:
            return (await verify(connection, known=known)).problems


async def write(pool: ConnectionPool, act: str, region: str | None = None) -> None:
    with asked_by("stranger", origin="203.0.113.0/24"):
        async with pool.transaction() as connection:
            await AuditLog(connection).add(act, subject=PERSON, region=region)


async def test_an_act_is_kept_with_who_did_it_and_from_where(registry: Registry, pool):
    partner = await registry.added()
    contact = partner["contacts"][0]["id"]
    await registry.ostfold.get(f"/api/contacts/{contact}/export")
    await registry.ostfold.delete(f"/api/partners/{partner['id']}")

    exported, *erased = [one for one in await acts(pool) if one.actor.startswith("token ")]

    assert (exported.act, exported.subject) == ("data.exported", UUID(contact))
    assert exported.details == {"call": "GET /api/contacts/{contact_id}/export"}
    told = {(one.act, str(one.subject), one.region) for one in erased}
    assert told == {
        ("partner.erased", partner["id"], "ostfold"),
        ("contact.erased", contact, "ostfold"),
    }
    assert {one.actor for one in [exported, *erased]} == {erased[0].actor}
    assert {one.origin for one in [exported, *erased]} == {"127.0.0.0/24"}


async def test_what_was_denied_is_kept_once_a_minute(registry: Registry, pool):
    partner = await registry.added()
    for _ in range(3):
        await registry.troms.get(f"/api/partners/{partner['id']}")
        await registry.ostfold.post("/api/regions", json={})
        await registry.stranger.get("/api/partners")
        await registry.stranger.get("/api/partners", headers={"authorization": "Bearer kb_wrong"})

    denied = [one for one in await acts(pool) if one.act == "access.denied"]

    assert [(one.details["call"], one.actor == "stranger") for one in denied] == [
        ("GET /api/partners/{partner_id}", False),
        ("POST /api/regions", False),
        ("GET /api/partners", True),
    ]


async def test_what_is_undone_was_not_done(pool):
    with everywhere(), contextlib.suppress(ZeroDivisionError):
        async with pool.transaction() as connection:
            await AuditLog(connection).add("token.made", subject=PERSON)
            raise ZeroDivisionError

    assert await acts(pool) == []


async def test_a_region_reads_its_own_acts(pool):
    with within(HERE):
        await write(pool, "suggestion.approved", region=HERE)
        await write(pool, "suggestion.rejected", region=THERE)
        await write(pool, "admin.added")
        async with pool.connection() as connection:
            seen = [one.act for one in await AuditLog(connection).latest(10)]

    assert seen == ["suggestion.approved"]


@pytest.mark.parametrize("role", ["registry", "registry_owner", "postgres"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry.audit SET actor = 'nobody'",
        "DELETE FROM registry.audit",
        "TRUNCATE registry.audit CASCADE",
        "UPDATE registry.audit_chain SET hash = hash",
        "DELETE FROM registry.audit_chain",
    ],
)
@pytest.mark.usefixtures("registry")
async def test_rows_are_added_and_never_changed(fresh: FreshServers, role: str, statement: str):
    admin = await asyncpg.connect(fresh.admin_dsn)
    try:
        await admin.execute(f"SET ROLE {role}; SET app.regions = '*'")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await admin.execute(statement)
    finally:
        await admin.close()


#: What only somebody could do who owns the database and has lifted what guards the log.
TAMPERINGS = {
    "DELETE FROM audit_chain WHERE seq = {seq}; DELETE FROM audit WHERE id = '{id}'": (
        ["{next} comes after a gap"]
    ),
    "UPDATE audit SET actor = 'nobody' WHERE id = '{id}'": ["{seq} was changed, or one before it"],
    "UPDATE audit SET details = '{{}}' WHERE id = '{id}'": ["{seq} was changed, or one before it"],
    "DELETE FROM audit WHERE id = '{id}'": ["{seq} is missing"],
    "INSERT INTO audit (id, act, actor, origin) VALUES (gen_random_uuid(), 'a.b', 'c', 'd')": [
        "1 rows were added behind the chain's back"
    ],
}


@pytest.mark.parametrize(("statement", "found"), TAMPERINGS.items(), ids=range(len(TAMPERINGS)))
async def test_the_chain_shows(fresh: FreshServers, pool, statement: str, found: list[str]):
    with everywhere():
        for act in ("token.made", "token.revoked", "admin.added"):
            async with pool.transaction() as connection:
                await AuditLog(connection).add(act, details={"role": "admin"})
    one = (await acts(pool))[-2]
    assert await problems(pool) == []

    facts = {"id": one.id, "seq": one.seq, "next": one.seq + 1}
    admin = await asyncpg.connect(fresh.admin_dsn)
    await admin.execute("SET search_path = registry; SET session_replication_role = replica")
    await admin.execute(statement.format(**facts))
    await admin.close()

    assert await problems(pool) == [problem.format(**facts) for problem in found]


async def test_an_earlier_export_shows_that_the_end_was_cut_off(fresh: FreshServers, pool):
    with everywhere():
        await write(pool, "token.made")
    last = (await acts(pool))[-1]
    known = Head(last.seq, last.hash)
    assert await problems(pool, known) == []

    admin = await asyncpg.connect(fresh.admin_dsn)
    await admin.execute("SET search_path = registry; SET session_replication_role = replica")
    await admin.execute("DELETE FROM audit_chain WHERE seq = $1", last.seq)
    await admin.execute("DELETE FROM audit WHERE id = $1", last.id)
    await admin.close()

    assert await problems(pool) == []
    assert await problems(pool, known) == [
        f"{last.seq} is not what was exported: cut off, or written anew"
    ]


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:7:1::9", "2001:db8:7::/48"),
        ("testclient", "unknown network"),
        (None, "unknown network"),
    ],
)
def test_the_network_is_kept_and_not_the_machine(host: str | None, network: str):
    assert network_named(host) == network
