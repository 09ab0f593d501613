"""Events on real PostgreSQL and Valkey: none is lost, none is acted on twice."""

import asyncio
import contextlib

import pytest
from faststream.redis import RedisBroker

from shared.events.base import Event
from shared.events.reading import BY_TYPE, write_event
from shared.messaging.outbox import Outbox
from shared.messaging.streams import READERS
from tests.asking import all_rows
from tests.connected.messaging_harness import broker, keeper, other_reader, tell, teller
from tests.factories import a_need
from tests.servers import FreshServers
from tests.waiting import until


async def publish(fresh: FreshServers, body: bytes) -> None:
    async with RedisBroker(fresh.admin_broker_url) as publisher:
        await publisher.publish(body, stream="listings")


async def test_what_is_told_before_the_reader_exists_arrives(fresh):
    async with teller(fresh) as pool:
        await tell(pool, a_need(data={"title": "tidlig"}))
        async with broker(fresh) as redis:
            await until(lambda: redis.xlen("listings"))

        async with keeper(fresh) as (kept, _):
            assert await until(kept.titles) == ["tidlig"]


async def test_entries_older_than_the_group_are_read_too(fresh):
    await publish(fresh, write_event(a_need(data={"title": "før gruppen"})))

    async with keeper(fresh) as (kept, _):
        assert await until(kept.titles) == ["før gruppen"]


async def test_a_rolled_back_fact_is_told_to_nobody(fresh):
    async with teller(fresh) as pool, keeper(fresh) as (kept, _):
        with contextlib.suppress(RuntimeError):
            async with all_rows(pool) as connection:
                await Outbox(connection).add(a_need(data={"title": "angret"}))
                raise RuntimeError
        await tell(pool, a_need(data={"title": "gjaldt"}))

        assert await until(kept.titles) == ["gjaldt"]


async def test_the_same_event_ten_times_is_acted_on_once(fresh):
    again, last = write_event(a_need(data={"title": "ti"})), write_event(a_need())
    async with keeper(fresh) as (kept, _):
        for _ in range(10):
            await publish(fresh, again)
        await publish(fresh, last)

        titles = await until(kept.titles, lambda seen: len(seen) >= 2)

    assert titles.count("ti") == 1


async def test_an_event_that_fails_twice_is_acted_on_at_the_third_try(fresh):
    async with keeper(fresh) as (kept, _):

        def fail_twice(_: Event) -> None:
            if len(kept.tries) < 3:
                raise ConnectionError("not now")

        kept.trouble = fail_twice
        await publish(fresh, write_event(a_need(data={"title": "seig"})))

        assert await until(kept.titles) == ["seig"]
        assert len(kept.tries) == 3


async def test_an_event_that_always_fails_is_buried_after_five_tries_and_blocks_nobody(fresh):
    poison = a_need(data={"title": "gift"})
    async with keeper(fresh) as (kept, _):

        def fail_on_poison(event: Event) -> None:
            if event.id == poison.id:
                raise ValueError("cannot be")

        kept.trouble = fail_on_poison
        await publish(fresh, write_event(poison))
        await publish(fresh, write_event(a_need(data={"title": "sunn"})))

        (letter,) = await until(kept.dead_letters)
        assert (letter["event_id"], letter["attempts"]) == (poison.id, 5)
        assert letter["reason"] == "ValueError: cannot be"
        assert await kept.titles() == ["sunn"]


async def test_a_handler_that_hangs_is_cut_off_and_tried_again(fresh):
    async with keeper(fresh) as (kept, _):
        kept.hangs = 1
        await publish(fresh, write_event(a_need(data={"title": "hang"})))

        assert await until(kept.titles) == ["hang"]
        assert len(kept.tries) == 2


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"{", id="not JSON"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"type":"need.published.v9"}', id="unknown version"),
        pytest.param(write_event(a_need()).replace(b'"title"', b'"tittel"'), id="missing field"),
        pytest.param(b'{"x":"' + b"a" * 1_000_000 + b'"}', id="one megabyte"),
        pytest.param(
            write_event(a_need()).replace(b'"region":"ostfold"', b'"region":3'), id="type"
        ),
    ],
)
async def test_poison_is_buried_at_once_and_blocks_nobody(fresh, body):
    async with keeper(fresh) as (kept, _):
        await publish(fresh, body)
        await publish(fresh, write_event(a_need(data={"title": "etter"})))

        assert await until(kept.titles) == ["etter"]
        (letter,) = await until(kept.dead_letters)
        assert letter["body"] == body
        assert letter["reason"]


@pytest.mark.parametrize("field", [b"need.published.v1", b"ostfold"])
async def test_a_nul_in_what_all_events_have_is_buried(fresh, field):
    body = write_event(a_need()).replace(field, b"x\\u0000y").replace(b".v1", b".v9")
    async with keeper(fresh) as (kept, _):
        await publish(fresh, body)

        (letter,) = await until(kept.dead_letters)

    assert (letter["type"], letter["region"]) == (None, None)


async def test_what_a_newer_version_told_is_acted_on_once_we_know_it(fresh, monkeypatch):
    need = a_need(data={"title": "nyere"})
    async with keeper(fresh) as (kept, _):
        with monkeypatch.context() as older:
            older.delitem(BY_TYPE, need.type)
            await publish(fresh, write_event(need))
            (letter,) = await until(kept.dead_letters)

        assert await until(kept.titles) == ["nyere"]
        assert await until(kept.dead_letters, lambda seen: not seen) == []

    assert (letter["type"], letter["region"]) == (need.type, need.region)


async def test_a_nul_in_a_text_is_buried_with_its_reason(fresh):
    body = write_event(a_need()).replace(b"Varme til", b"Varme\\u0000til")
    async with keeper(fresh) as (kept, _):
        await publish(fresh, body)

        (letter,) = await until(kept.dead_letters)

    assert "0x00" in letter["reason"]


async def test_an_entry_from_a_stranger_is_buried(fresh):
    async with keeper(fresh) as (kept, _), broker(fresh) as redis:
        await redis.xadd("listings", {"hello": "world"})

        assert await until(kept.dead_letters)
        assert (await redis.xpending("listings", "matcher"))["pending"] == 0


async def test_a_buried_event_is_retried_when_a_person_asks(fresh):
    async with keeper(fresh) as (kept, _):

        def fail(_: Event) -> None:
            raise ValueError("cannot be")

        kept.trouble = fail
        await publish(fresh, write_event(a_need(data={"title": "mended"})))
        await until(kept.dead_letters)

        kept.trouble = lambda _: None
        async with all_rows(kept.pool) as connection:
            await connection.execute("UPDATE dead_letters SET retry_requested = true")

        assert await until(kept.titles) == ["mended"]
        assert await until(kept.dead_letters, lambda seen: not seen) == []


async def test_a_retry_that_fails_again_says_why(fresh):
    async with keeper(fresh) as (kept, _):

        def fail(_: Event) -> None:
            raise TimeoutError

        kept.trouble = fail
        await publish(fresh, write_event(a_need()))
        await until(kept.dead_letters)
        async with all_rows(kept.pool) as connection:
            await connection.execute(
                "UPDATE dead_letters SET retry_requested = true, reason = 'before'"
            )

        (letter,) = await until(kept.dead_letters, lambda seen: seen[0]["reason"] != "before")

    assert (letter["reason"], letter["attempts"]) == ("TimeoutError", 6)


async def test_a_retried_event_may_delete_the_dead_letters_that_mention_it(fresh):
    async with keeper(fresh) as (kept, _):

        def fail(_: Event) -> None:
            raise ValueError("cannot be")

        kept.trouble = fail
        await publish(fresh, write_event(a_need(data={"title": "slettet"})))
        await until(kept.dead_letters)

        kept.trouble = lambda _: None
        kept.forgets = True
        async with all_rows(kept.pool) as connection:
            await connection.execute("UPDATE dead_letters SET retry_requested = true")

        assert await until(kept.titles) == ["slettet"]
        assert await until(kept.dead_letters, lambda seen: not seen) == []


async def test_a_wiped_broker_loses_nothing(fresh):
    async with teller(fresh) as pool, broker(fresh) as redis:
        await tell(pool, a_need(data={"title": "vasket bort"}))
        await until(lambda: redis.xlen("listings"))
        await redis.flushall()

        async with keeper(fresh) as (kept, _):
            assert await until(kept.titles) == ["vasket bort"]


async def test_a_reader_whose_group_is_gone_starts_anew(fresh):
    async with teller(fresh) as pool, keeper(fresh) as (kept, messaging), broker(fresh) as redis:
        await redis.flushall()
        await until(messaging.is_ready, lambda ready: not ready)

        await tell(pool, a_need(data={"title": "etterpå"}))

        assert await until(kept.titles) == ["etterpå"]


async def test_a_service_of_its_own_is_told_that_its_reader_has_stopped(fresh):
    stalled = asyncio.Event()
    async with keeper(fresh, on_stalled=stalled.set), broker(fresh) as redis:
        await redis.xgroup_destroy("listings", "matcher")

        async with asyncio.timeout(15):
            await stalled.wait()


async def test_what_everybody_has_read_is_trimmed_and_what_is_not_stays(fresh):
    async with teller(fresh) as pool, broker(fresh) as redis:
        async with keeper(fresh) as (kept, _), other_reader(fresh):
            await tell(pool, a_need(data={"title": "lest"}))
            await until(kept.titles)
            await until(lambda: redis.xlen("listings"), lambda length: length == 0)

        await tell(pool, a_need(data={"title": "ulest"}), a_need(data={"title": "ulest"}))
        await until(lambda: redis.xlen("listings"), lambda length: length >= 2)

        async with keeper(fresh) as (kept, _):
            assert await until(kept.titles, lambda seen: len(seen) == 3)


async def test_what_only_waits_its_turn_is_not_sent_again(fresh):
    async with teller(fresh, reconcile_after=0) as pool, broker(fresh) as redis:
        for reader in READERS["listings"]:
            await redis.xgroup_create("listings", reader, id="0", mkstream=True)
        await tell(pool, *(a_need() for _ in range(3)))
        await until(lambda: redis.xlen("listings"), lambda length: length >= 3)

        async def reconciled() -> int:
            stats = await redis.info("commandstats")
            return stats.get("cmdstat_xinfo|groups", {"calls": 0})["calls"]

        before = await reconciled()
        await until(reconciled, lambda calls: calls > before + 10)

        assert await redis.xlen("listings") == 3


async def test_an_entry_that_was_dropped_from_the_stream_is_sent_again(fresh):
    async with teller(fresh) as pool, broker(fresh) as redis:
        await redis.xgroup_create("listings", "matcher", id="0", mkstream=True)
        await tell(pool, a_need(data={"title": "klippet"}))
        await until(lambda: redis.xlen("listings"))
        await redis.xtrim("listings", maxlen=0, approximate=False)

        async with keeper(fresh) as (kept, _):
            assert await until(kept.titles) == ["klippet"]


async def test_confirmed_events_are_not_sent_again(fresh):
    async with (
        teller(fresh) as pool,
        keeper(fresh) as (kept, _),
        other_reader(fresh),
        broker(fresh) as redis,
    ):
        await tell(pool, a_need())
        await until(kept.titles)

        async def confirmed() -> int:
            async with all_rows(pool) as connection:
                return await connection.fetchval(
                    "SELECT count(*) FROM outbox WHERE confirmed_at IS NOT NULL"
                )

        assert await until(confirmed) == 1
        assert (await redis.xinfo_stream("listings"))["entries-added"] == 1
