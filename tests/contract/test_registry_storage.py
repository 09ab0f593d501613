"""What the registry's storage promises, on a real PostgreSQL."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from services.registry.actions.export import export_listings, export_partners, export_regions
from services.registry.actions.listings import (
    close_expired_listings,
    close_listing,
    delete_listing,
    publish_listing,
)
from services.registry.actions.partners import change_partner, erase_partner, register_partner
from services.registry.actions.regions import ensure_counties
from services.registry.actions.republish import republish
from services.registry.domain.errors import ListingUnknown, PartnerUnknown, TextsTooLong
from services.registry.domain.records import ListingRecord, PartnerRecord
from services.registry.storage.database import SCHEMA, Database
from shared.storage.pool import ConnectionPool
from tests.waiting import until

KARI = {"name": "Kari Moe", "email": "kari@elvemo.example", "language": "nb"}
PUBLISHED_SINCE = """
    SELECT type, (body::jsonb ->> 'version')::int AS version
      FROM outbox
     WHERE seq > $1
     ORDER BY seq
"""
SOMEBODY_WAITS = """
    SELECT count(*)
      FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
LAST = "SELECT coalesce(max(seq), 0) FROM outbox"


@pytest_asyncio.fixture
async def pool(fresh):
    pool = ConnectionPool(fresh.database_url("registry"), schema=SCHEMA)
    await pool.open()
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def database(pool):
    database = Database(pool)
    await database.migrate()
    await ensure_counties(database, mail_domain="koblingsboks.example")
    return database


def a_record(**given: object) -> PartnerRecord:
    return PartnerRecord.model_validate(
        {
            "name": "Elvemo Biogass",
            "kind": "business",
            "region": "ostfold",
            "place": "Moss",
            "capabilities": ["ta imot matavfall"],
            "contacts": [KARI],
            "language": "nb",
            **given,
        }
    )


def a_need(**given: object) -> ListingRecord:
    return ListingRecord.model_validate(
        {
            "kind": "need",
            "title": "Varme",
            "text": "Vi trenger varme.",
            "language": "nb",
            **given,
        }
    )


async def test_a_partner_comes_back_as_it_was_kept(database):
    partner = await register_partner(database, a_record(orgnr="974760673", website=None))

    async with database.transaction() as tx:
        assert await tx.partners.get(partner.id) == partner


async def test_a_listing_comes_back_as_it_was_kept(database):
    partner = await register_partner(database, a_record())
    listing = await publish_listing(database, partner.id, a_need(expires_on="2099-12-31"))

    async with database.transaction() as tx:
        assert await tx.listings.get(listing.id) == listing


async def test_what_is_not_there_is_unknown(database):
    async with database.transaction() as tx:
        with pytest.raises(PartnerUnknown):
            await tx.partners.lock(uuid4())
        with pytest.raises(ListingUnknown):
            await tx.listings.lock(uuid4())


async def test_changes_at_the_same_time_all_count(database):
    partner = await register_partner(database, a_record())

    await asyncio.gather(
        *(
            change_partner(database, partner.id, a_record(capabilities=[f"nummer {number}"]))
            for number in range(5)
        )
    )

    async with database.transaction() as tx:
        now = await tx.partners.get(partner.id)
    assert now.version == 6
    assert len(now.capabilities) == 1


async def test_a_listing_that_ends_while_its_partner_moves_stays_ended(database, pool):
    partner = await register_partner(database, a_record())
    listing = await publish_listing(database, partner.id, a_need())

    async def is_waiting() -> bool:
        async with pool.connection() as connection:
            return bool(await connection.fetchval(SOMEBODY_WAITS))

    async with database.transaction() as tx:
        ended = (await tx.listings.lock(listing.id)).ended("closed")
        await tx.listings.change(ended)
        move = asyncio.create_task(change_partner(database, partner.id, a_record(place="Halden")))
        await until(is_waiting)
    await move

    async with database.transaction() as tx:
        now = await tx.listings.get(listing.id)
    assert (now.location.place, now.status, now.version) == ("Halden", "closed", 3)


async def test_a_refused_change_leaves_neither_rows_nor_events(database, pool):
    partner = await register_partner(database, a_record())
    async with pool.connection() as connection:
        last = await connection.fetchval(LAST)
    too_long = a_record(
        description="€" * 10_000, capabilities=[f"{number:02}" + "€" * 298 for number in range(50)]
    )

    with pytest.raises(TextsTooLong):
        await change_partner(database, partner.id, too_long)

    async with database.transaction() as tx:
        assert await tx.partners.get(partner.id) == partner
    async with pool.connection() as connection:
        assert await connection.fetch(PUBLISHED_SINCE, last) == []


async def test_everything_is_told_again_as_it_stands(database, pool):
    partner = await register_partner(database, a_record())
    await change_partner(database, partner.id, a_record(name="Elvemo Gass"))
    await publish_listing(database, partner.id, a_need())
    closed = await publish_listing(database, partner.id, a_need())
    await close_listing(database, closed.id)
    deleted = await publish_listing(database, partner.id, a_need(kind="idea"))
    await delete_listing(database, deleted.id)
    other = await register_partner(database, a_record(name="Borte", contacts=[]))
    await erase_partner(database, other.id)
    async with pool.connection() as connection:
        last = await connection.fetchval(LAST)

    count = await republish(database)

    async with pool.connection() as connection:
        told = [tuple(row) for row in await connection.fetch(PUBLISHED_SINCE, last)]
    assert count == len(told) == 15 * 2 + 6
    assert told[:30] == [("region.updated.v1", 1), ("region.configured.v1", 1)] * 15
    assert sorted(told[30:]) == [
        ("contact.updated.v1", 1),
        ("idea.closed.v1", 2),
        ("need.closed.v1", 2),
        ("need.published.v1", 1),
        ("partner.erased.v1", 2),
        ("profile.published.v1", 2),
    ]


async def test_an_export_can_be_imported_again(database):
    partner = await register_partner(database, a_record())
    await publish_listing(database, partner.id, a_need())
    fields = set(PartnerRecord.model_fields), set(ListingRecord.model_fields)

    exported = (await export_partners(database))[0]
    listing = (await export_listings(database))[0]

    assert len(await export_regions(database)) == 15
    assert exported["id"] == str(partner.id)
    assert (
        PartnerRecord.model_validate(
            {name: value for name, value in exported.items() if name in fields[0]}
        )
        == a_record()
    )
    assert listing["partner_id"] == str(partner.id)
    assert (
        ListingRecord.model_validate(
            {name: value for name, value in listing.items() if name in fields[1]}
        )
        == a_need()
    )


async def test_migrations_are_applied_once(database):
    await database.migrate()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE partners SET kind = 'state'",
        "UPDATE partners SET orgnr = '97476067'",
        "UPDATE partners SET language = 'se'",
        "UPDATE partners SET latitude = NULL",
        "UPDATE partners SET name = ''",
        "UPDATE partners SET description = repeat('x', 10001)",
        "UPDATE capabilities SET text = repeat('x', 301)",
        "UPDATE contacts SET email = 'a@b.example, c@d.example'",
        "UPDATE contacts SET email = E'a@b.example\\nBcc: c@d.example'",
        "UPDATE listings SET kind = 'wish'",
        "UPDATE listings SET status = 'expired'",
        "UPDATE listings SET text = repeat('x', 10001)",
        "UPDATE regions SET slug = 'Ny Region' WHERE slug = 'oslo'",
    ],
)
async def test_the_database_itself_refuses_what_cannot_be(database, pool, change):
    partner = await register_partner(database, a_record())
    await publish_listing(database, partner.id, a_need())

    async with pool.connection() as connection:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(change)


async def test_an_expired_listing_is_closed_only_once_by_several_at_the_same_time(database):
    partner = await register_partner(database, a_record())
    listing = await publish_listing(database, partner.id, a_need())
    async with database.transaction() as tx:
        await tx.listings.change(replace(listing, expires_on=(await tx.listings.today()).min))

    counts = await asyncio.gather(*(close_expired_listings(database) for _ in range(3)))

    assert sum(counts) == 1
