"""A restored database before anything runs on it: nothing leaves that may have left already."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from deploy.backup.archive import open_archive
from deploy.backup.errors import NetworkThere, StillConnected
from deploy.backup.making import make_backup
from deploy.backup.putting_back import put_back
from deploy.provision.settling import settle
from deploy.provision.tombstones import Tombstone
from services.matcher.storage.database import Database as MatcherDatabase
from services.notifier.storage.database import Database as NotifierDatabase
from services.registry.storage.database import Database as RegistryDatabase
from shared.clock import utc_now
from shared.events.base import Event
from shared.events.sign_ins import SignInRequested, SignInRequestedData
from shared.messaging.outbox import Outbox
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from tests.connected.notifier_harness import (
    Notifier,
    a_region,
    an_approval,
    dairy,
    nursery,
    running_notifier,
)
from tests.fakes.smtp import SmtpPeer, smtp_peer
from tests.servers import FreshServers, RunningServers, fresh_database

DATABASES = {
    "registry": RegistryDatabase,
    "matcher": MatcherDatabase,
    "notifier": NotifierDatabase,
}
PUBLISHED = "UPDATE {service}.outbox SET published_at = now(), entry_id = '1-1'"


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest_asyncio.fixture
async def tables(fresh: FreshServers) -> FreshServers:
    """With the tables of all services."""
    for service, database in DATABASES.items():
        async with pool_of(fresh, service) as pool:
            await database(pool).migrate()
    return fresh


@asynccontextmanager
async def pool_of(servers: FreshServers, service: str) -> AsyncIterator[ConnectionPool]:
    pool = ConnectionPool(servers.database_url(service), schema=service, size=1)
    await pool.open()
    try:
        with everywhere():
            yield pool
    finally:
        await pool.close()


@asynccontextmanager
async def admin_of(servers: FreshServers) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(servers.admin_dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def published(servers: FreshServers, service: str, event: Event) -> None:
    """It left, and nobody has confirmed it."""
    async with pool_of(servers, service) as pool, pool.transaction() as connection:
        await Outbox(connection).add(event)
    async with admin_of(servers) as admin:
        await admin.execute(PUBLISHED.format(service=service))


async def test_a_pair_approved_just_before_the_backup_is_not_written_to_again(tables, peer):
    seeker, provider = nursery(), dairy()
    approval = an_approval(seeker, provider)
    await published(tables, "matcher", approval)
    async with admin_of(tables) as admin:
        settled = await settle(admin)

    async with running_notifier(tables, peer) as notifier:
        people = (seeker.contact_event(), provider.contact_event())
        await notifier.tell(a_region(), *people, approval)
        letters = await notifier.letters()

    assert settled.doubted == 2
    assert {letter["state"] for letter in letters.values()} == {"unknown"}
    assert peer.received == []


async def test_where_nothing_ran_since_letters_keep_their_turn(tables, peer):
    seeker, provider = nursery(), dairy()
    async with running_notifier(tables, peer) as notifier:
        await notifier.tell(an_approval(seeker, provider))
    async with admin_of(tables) as admin:
        settled = await settle(admin, nothing_ran_since=True)

    async with running_notifier(tables, peer) as notifier:
        await notifier.tell(a_region(), seeker.contact_event(), provider.contact_event())
        await sent_to(notifier, seeker, provider)

    assert settled.doubted == 0
    assert len(peer.received) == 2


async def sent_to(notifier: Notifier, *partners) -> None:
    for partner in partners:
        await notifier.letter_in("sent", partner)


async def test_events_that_nobody_confirmed_are_published_again_but_no_sign_in(tables):
    asked = SignInRequested(
        subject=uuid4(),
        region="ostfold",
        version=1,
        data=SignInRequestedData(expires_at=utc_now()),
    )
    await published(tables, "registry", asked)
    await published(tables, "registry", a_region())

    async with admin_of(tables) as admin:
        await settle(admin)
        waiting = await admin.fetch("SELECT type, published_at FROM registry.outbox")

    assert [tuple(row) for row in waiting] == [("region.updated.v1", None)]


async def test_a_database_elsewhere_is_backed_up_and_put_back_by_its_address(
    tables, servers: RunningServers, tmp_path
):
    unsubscribed = Tombstone(kind="address", hash="5a" * 32)
    file = tmp_path / "network.backup"
    await published(tables, "registry", a_region())
    await make_backup(tables.admin_dsn, file, keys={}, erased=set(), copies=tmp_path)
    archive = open_archive(file)

    async with AsyncExitStack() as stack:
        name = await stack.enter_async_context(fresh_database(servers))
        url = servers.admin_database_url(name)
        await put_back(
            url,
            archive,
            erased={unsubscribed},
            replace=False,
            nothing_ran_since=False,
            copies=tmp_path,
        )
        with pytest.raises(NetworkThere):
            await put_back(
                url,
                archive,
                erased=(),
                replace=False,
                nothing_ran_since=False,
                copies=tmp_path,
            )
        connection = await asyncpg.connect(url)
        stack.push_async_callback(connection.close)
        with pytest.raises(StillConnected):
            await put_back(
                url,
                archive,
                erased=(),
                replace=True,
                nothing_ran_since=False,
                copies=tmp_path,
            )
        told = await connection.fetchval("SELECT count(*) FROM registry.outbox")
        left_alone = await connection.fetchval("SELECT count(*) FROM notifier.suppressions")

    assert (told, left_alone) == (1, 1)


UNTOLD = """
    INSERT INTO matcher.items (id, partner_id, region, kind, text, language, version, status)
    VALUES ($1, $1, 'ostfold', 'need', 'x', 'nb', 1, 'open'),
           ($2, $2, 'ostfold', 'offer', 'x', 'nb', 1, 'open')
"""
APPROVED_JUST_NOW = """
    INSERT INTO matcher.suggestions (id, region, kind, seeker_item_id, provider_item_id,
                                     seeker_partner_id, provider_partner_id, seeker_version,
                                     provider_version, score, status, decided_at, decided_by,
                                     leaves_at)
    VALUES ($1, 'ostfold', 'supply', $1, $2, $1, $2, 1, 1, 0.5, 'approved', now(), 'x', now())
"""


@pytest.mark.parametrize(("nothing_ran_since", "status"), [(False, "proposed"), (True, "approved")])
async def test_an_approval_that_could_be_undone_then_is_open_again(
    tables: FreshServers, nothing_ran_since: bool, status: str
):
    one, other = uuid4(), uuid4()
    connection = await asyncpg.connect(tables.admin_dsn)
    await connection.execute(UNTOLD, one, other)
    await connection.execute(APPROVED_JUST_NOW, one, other)

    await settle(connection, nothing_ran_since=nothing_ran_since)

    found = await connection.fetchval("SELECT status FROM matcher.suggestions")
    await connection.close()
    assert found == status
