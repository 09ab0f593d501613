"""What the notifier's storage promises, on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio
from uuid6 import uuid7

from services.notifier.actions.send import recover_abandoned
from services.notifier.domain.addresses import address_hash
from services.notifier.domain.domain_limits import DomainLimits
from services.notifier.domain.letters import (
    ClaimedLetter,
    NewLetter,
    WrittenLetter,
    to_partner,
)
from services.notifier.letters.facts import IntroductionFacts
from services.notifier.storage.database import SCHEMA, Database
from shared.storage.pool import ConnectionPool
from tests.connected.notifier_harness import an_approval, dairy, nursery
from tests.servers import FreshServers
from tests.waiting import until

LEASE = 60
REPLY = "250 queued"
EXPIRE = "UPDATE letters SET lease_until = now() - interval '1 second'"
MAKE_DUE = "UPDATE letters SET next_try_at = now()"
STATES = "SELECT state FROM letters ORDER BY id"


@pytest_asyncio.fixture
async def pool(fresh: FreshServers) -> AsyncIterator[ConnectionPool]:
    pool = ConnectionPool(fresh.database_url("notifier"), schema=SCHEMA, size=10)
    await pool.open()
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def database(pool: ConnectionPool) -> Database:
    database = Database(pool)
    await database.migrate()
    return database


async def execute(pool: ConnectionPool, sql: str, *values: object) -> None:
    async with pool.transaction() as connection:
        await connection.execute(sql, *values)


async def states(pool: ConnectionPool) -> list[str]:
    async with pool.connection() as connection:
        return [row["state"] for row in await connection.fetch(STATES)]


def written(**given: Any) -> WrittenLetter:
    return WrittenLetter(
        **{
            "contact_id": uuid4(),
            "recipient_name": "Åse Lindvåg",
            "recipient_address": "ase@x.example",
            "address_hash": address_hash("ase@x.example"),
            "sender_address": "ingrid@ostfold.example",
            "language": "nb",
            "subject": "Varme",
            "body": b"Subject: Varme\r\n\r\nHei",
            **given,
        }
    )


async def an_introduction(database: Database) -> tuple[UUID, UUID]:
    """An introduction and one of its partners, without letters."""
    seeker = nursery()
    approval = an_approval(seeker, dairy())
    async with database.transaction() as tx:
        await tx.introductions.add(approval.subject, region="ostfold", suggestion=approval.data)
    return approval.subject, seeker.id


def new_letter(introduction_id: UUID, partner_id: UUID, **given: Any) -> NewLetter:
    letter_id = given.pop("id", None) or uuid7()
    return NewLetter(
        **{
            "id": letter_id,
            "message_id": f"<{letter_id}@x.example>",
            "key": f"introduction:{letter_id}",
            "region": "ostfold",
            "to": to_partner(partner_id),
            "facts": IntroductionFacts(),
            "introduction_id": introduction_id,
            **given,
        }
    )


async def a_letter(database: Database, **given: Any) -> UUID:
    """One that is written and waits to be sent."""
    introduction_id, partner_id = await an_introduction(database)
    letter_id = uuid7()
    async with database.transaction() as tx:
        await tx.letters.add(new_letter(introduction_id, partner_id, id=letter_id))
        await tx.letters.write(letter_id, written(**given))
    return letter_id


async def claim(database: Database, *, lease_seconds: float = LEASE) -> ClaimedLetter | None:
    async with database.transaction() as tx:
        return await tx.sending.claim(lease_seconds=lease_seconds)


async def claimed(database: Database) -> ClaimedLetter:
    await a_letter(database)
    letter = await claim(database)
    assert letter
    return letter


async def test_many_senders_never_claim_one_letter_twice(database):
    expected = {await a_letter(database) for _ in range(20)}

    claims = await asyncio.gather(*(claim(database) for _ in range(30)))

    found = [letter.id for letter in claims if letter]
    assert len(found) == len(set(found))
    while letter := await claim(database):
        found.append(letter.id)
    assert sorted(found) == sorted(expected)


async def test_no_domain_is_given_more_than_its_limits(database):
    limits = DomainLimits.read("full.example=1/9, *=9/2")
    for number in range(3):
        await a_letter(database, recipient_address=f"ase{number}@Full.example")
        await a_letter(database, recipient_address=f"ase{number}@rare.example")

    async def next_one() -> ClaimedLetter | None:
        async with database.transaction() as tx:
            return await tx.sending.claim(lease_seconds=LEASE, limits=limits)

    first = [letter for letter in await asyncio.gather(*(next_one() for _ in range(5))) if letter]
    async with database.transaction() as tx:
        await tx.sending.mark_sent(
            next(one for one in first if "Full" in one.recipient_address), REPLY
        )
    then = await next_one()

    # One at once to the first, two in a minute to the second.
    addresses = sorted(letter.recipient_address.partition("@")[2] for letter in first)
    assert addresses == ["Full.example", "rare.example", "rare.example"]
    assert then
    assert then.recipient_address.endswith("@Full.example")
    assert await next_one() is None


async def test_a_letter_nobody_has_written_is_not_claimed(database):
    introduction_id, partner_id = await an_introduction(database)
    async with database.transaction() as tx:
        await tx.letters.add(new_letter(introduction_id, partner_id))

    assert await claim(database) is None


async def test_what_has_been_told_is_not_told_again(database):
    introduction_id, partner_id = await an_introduction(database)

    async with database.transaction() as tx:
        assert await tx.letters.add(new_letter(introduction_id, partner_id, key="digest:48"))
        assert not await tx.letters.add(new_letter(introduction_id, partner_id, key="digest:48"))
        (found,) = await tx.letters.of(introduction_id)

    assert found.facts == IntroductionFacts()


async def test_a_suggestion_is_introduced_once(database):
    approval = an_approval(nursery(), dairy())

    async with database.transaction() as tx:
        first = await tx.introductions.add(
            approval.subject, region="ostfold", suggestion=approval.data
        )
        second = await tx.introductions.add(
            approval.subject, region="ostfold", suggestion=approval.data
        )

    assert first
    assert first.suggestion == approval.data
    assert second is None


async def test_what_became_of_a_letter_is_kept(database):
    letter = await claimed(database)

    async with database.transaction() as tx:
        handed_over = await tx.sending.hand_over(letter, lease_seconds=LEASE)
        sent = await tx.sending.mark_sent(letter, REPLY)
        (tracked,) = await tx.letters.of(letter.introduction_id)

    assert (handed_over, sent) == (True, True)
    assert (tracked.state, tracked.server_reply, tracked.attempts) == ("sent", REPLY, 1)
    assert tracked.sent_at
    assert tracked.to == "ase@x.example"


async def test_who_has_lost_the_lease_changes_nothing(database, pool):
    letter = await claimed(database)
    await execute(pool, EXPIRE)
    await recover_abandoned(database)
    await execute(pool, MAKE_DUE)
    next_claim = await claim(database)

    async with database.transaction() as tx:
        assert not await tx.sending.hand_over(letter, lease_seconds=LEASE)
        assert not await tx.sending.mark_sent(letter, REPLY)
        assert not await tx.sending.mark_refused(letter, "no")
        assert not await tx.sending.mark_unknown(letter, "?")
        assert not await tx.sending.release(letter)
        assert await tx.sending.postpone(letter, "later", pause=60, give_up_after=300) is None

    assert next_claim
    assert next_claim.attempts == 2
    assert await states(pool) == ["sending"]


async def test_a_lease_that_has_ended_hands_nothing_over_even_before_somebody_noticed(
    database, pool
):
    letter = await claimed(database)
    await execute(pool, EXPIRE)

    async with database.transaction() as tx:
        assert not await tx.sending.hand_over(letter, lease_seconds=LEASE)


async def test_a_letter_that_had_not_been_handed_over_waits_again(database, pool):
    await claimed(database)
    await execute(pool, EXPIRE)

    await recover_abandoned(database)

    assert await states(pool) == ["waiting"]


async def test_a_letter_that_had_been_handed_over_is_unknown_and_not_claimed(database, pool):
    letter = await claimed(database)
    async with database.transaction() as tx:
        await tx.sending.hand_over(letter, lease_seconds=LEASE)
    await execute(pool, EXPIRE)

    await recover_abandoned(database)

    assert await states(pool) == ["unknown"]
    assert await claim(database) is None


async def test_a_lease_that_lasts_is_left_alone(database, pool):
    await claimed(database)

    await recover_abandoned(database)

    assert await states(pool) == ["sending"]


async def test_a_postponed_letter_is_not_due_before_its_time(database, pool):
    letter = await claimed(database)

    async with database.transaction() as tx:
        state = await tx.sending.postpone(letter, "450 later", pause=60, give_up_after=300)

    assert state == "waiting"
    assert await claim(database) is None
    await execute(pool, MAKE_DUE)
    assert await claim(database)


async def test_a_letter_too_long_on_its_way_is_given_up(database, pool):
    letter = await claimed(database)

    async with database.transaction() as tx:
        state = await tx.sending.postpone(letter, "450 later", pause=60, give_up_after=30)

    assert state == "refused"
    assert await states(pool) == ["refused"]


async def test_nobody_who_unsubscribed_meanwhile_is_handed_a_letter(database):
    letter = await claimed(database)

    async with database.transaction() as tx:
        await tx.suppressions.add(letter.address_hash)
        assert not await tx.sending.hand_over(letter, lease_seconds=LEASE)


async def test_a_letter_being_sent_is_not_rewritten(database):
    letter = await claimed(database)

    async with database.transaction() as tx:
        await tx.letters.write(letter.id, written(recipient_address="other@x.example"))
        (tracked,) = await tx.letters.of(letter.introduction_id)

    assert tracked.to == "ase@x.example"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("state = 'lost'", id="a state nobody knows"),
        pytest.param("state = 'sending'", id="sending without a lease"),
        pytest.param("state = 'sent'", id="sent at no time"),
        pytest.param("lease = gen_random_uuid()", id="a lease nobody holds"),
        pytest.param("recipient_address = NULL", id="words for nobody"),
        pytest.param("address_hash = '\\x00'", id="half a hash"),
    ],
)
async def test_a_letter_cannot_be_in_a_state_that_makes_no_sense(database, pool, change):
    await a_letter(database)

    with pytest.raises(asyncpg.CheckViolationError):
        await execute(pool, f"UPDATE letters SET {change}")  # noqa: S608


async def test_migrating_twice_changes_nothing(database):
    await database.migrate()


async def test_an_introduction_that_waited_for_an_erasure_sees_it(pool, database):
    erased, other = uuid4(), uuid4()

    async def introduction_sees() -> bool:
        async with database.transaction() as tx:
            await tx.address_book.take_turns(other, erased)
            return await tx.address_book.any_erased(erased, other)

    async with database.transaction() as tx:
        await tx.address_book.take_turns(erased)
        waiting = asyncio.create_task(introduction_sees())
        await until(lambda: someone_waits_for_a_turn(pool))
        await tx.address_book.forget_partner(erased, region="ostfold", version=2)

    assert await waiting


async def someone_waits_for_a_turn(pool: ConnectionPool) -> bool:
    async with pool.connection() as connection:
        return await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
        )
