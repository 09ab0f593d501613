"""Three processes, a need in, two letters out: also when one of the processes is killed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from tests.e2e.apart import Apart, running_apart
from tests.e2e.story import PROVIDER, SEEKER
from tests.fakes.smtp import SmtpPeer, Step, smtp_peer
from tests.servers import FreshServers
from tests.waiting import until


@pytest_asyncio.fixture
async def post() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as peer:
        yield peer


@pytest_asyncio.fixture
async def apart(fresh: FreshServers, post: SmtpPeer, tmp_path: Path) -> AsyncIterator[Apart]:
    async with running_apart(fresh, smtp_port=post.port, logs=tmp_path) as running:
        yield running


def recipients(post: SmtpPeer) -> list[str]:
    return sorted(letter.recipient for letter in post.received)


async def waiting_letters(post: SmtpPeer) -> int:
    return len(post.received)


async def test_a_need_becomes_two_letters_each_in_the_language_of_who_reads_it(apart, post):
    network = apart.network
    await network.publish_offer()
    need = await network.publish_need()

    await network.approve(await network.suggestion_for(need))

    await network.letters_in("sent")
    letters = {letter.recipient: letter.message for letter in post.received}
    assert sorted(letters) == sorted([PROVIDER, SEEKER])
    assert letters[PROVIDER]["Content-Language"] == "nb"
    assert letters[SEEKER]["Content-Language"] == "nn"


@pytest.mark.parametrize("killed", ["registry", "matcher"])
async def test_a_need_outlives_a_kill_right_after_it_was_accepted(apart, post, killed):
    network = apart.network
    await network.publish_offer()
    need = await network.publish_need()

    await apart[killed].kill()
    await apart[killed].start()

    await network.approve(await network.suggestion_for(need))
    await network.letters_in("sent")
    await apart.all_acted_on()
    assert recipients(post) == sorted([PROVIDER, SEEKER])


async def test_an_approval_outlives_a_kill_of_both_who_tell_of_it_and_who_are_told(apart, post):
    network = apart.network
    await network.publish_offer()
    suggestion = await network.suggestion_for(await network.publish_need())
    await apart["notifier"].kill()
    await network.approve(suggestion)

    await apart["matcher"].kill()
    await asyncio.gather(apart["matcher"].start(), apart["notifier"].start())

    await network.letters_in("sent")
    await apart.all_acted_on()
    assert recipients(post) == sorted([PROVIDER, SEEKER])


async def test_letters_handed_over_when_the_notifier_is_killed_are_not_sent_again(apart, post):
    network = apart.network
    reply = asyncio.Event()
    for address in (PROVIDER, SEEKER):
        post.program(address, Step(hold=reply))
    await network.publish_offer()
    suggestion = await network.suggestion_for(await network.publish_need())
    await network.approve(suggestion)
    await until(lambda: waiting_letters(post), lambda count: count == 2)

    await apart["notifier"].kill()
    reply.set()
    await apart["notifier"].start()

    await network.letters_in("unknown")
    await apart.all_acted_on()
    assert recipients(post) == sorted([PROVIDER, SEEKER])


async def test_a_service_whose_reading_group_is_gone_ends_with_an_error(apart):
    async with Redis.from_url(apart.servers.admin_broker_url) as redis:
        await redis.xgroup_destroy("listings", "matcher")

    assert await apart["matcher"].exit_code() == 1
