"""Waits for the services to have done their work."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from redis.asyncio import Redis

from deploy.cli.api import Api
from deploy.cli.errors import ApiRefused
from deploy.demo.errors import LettersStuck, MatchingStuck
from deploy.embedded.access import service_pool
from deploy.embedded.letters import Letter
from deploy.embedded.up import Koblingsboks
from shared.messaging.outbox import Outbox

MATCHING_SECONDS = 120.0
LETTERS_SECONDS = 60.0
PAUSE_SECONDS = 0.05
NOT_FOUND = 404

Found = TypeVar("Found")


async def until_matched(koblingsboks: Koblingsboks) -> None:
    """Everything the registry told has been read and acted on by the matcher."""
    servers = koblingsboks.servers
    async with (
        service_pool(servers, "registry") as pool,
        Redis.from_url(servers.admin_broker_url) as redis,
    ):

        async def is_done() -> bool:
            async with pool.connection() as connection:
                waiting, _ = await Outbox(connection).backlog()
            return not waiting and not await _unread(redis)

        try:
            await _until(is_done, seconds=MATCHING_SECONDS)
        except TimeoutError as error:
            raise MatchingStuck(log=servers.folders.logs / "koblingsboks.log") from error


async def until_sent(koblingsboks: Koblingsboks, api: Api, introduction_id: str) -> Any:
    """The introduction, when the mail server has accepted its letters."""
    seen: Any = None

    async def sent() -> Any:
        nonlocal seen
        seen = await _introduction(api, introduction_id)
        letters = seen["letters"] if seen else []
        return seen if letters and all(each["state"] == "sent" for each in letters) else None

    try:
        return await _until(sent, seconds=LETTERS_SECONDS)
    except TimeoutError as error:
        states = ", ".join(each["state"] for each in seen["letters"]) if seen else "none written"
        log = koblingsboks.servers.folders.logs / "koblingsboks.log"
        raise LettersStuck(states=states, log=log) from error


async def until_delivered(koblingsboks: Koblingsboks, introduction: Any) -> list[Letter]:
    """The letters as they lie in the mailbox."""
    mailbox = koblingsboks.servers.mailbox
    wanted = [(each["to"], each["subject"].split()) for each in introduction["letters"]]

    async def delivered() -> list[Letter]:
        there = await asyncio.to_thread(mailbox.letters)
        found = [
            next((one for one in there if to in one.to and one.subject.split() == words), None)
            for to, words in wanted
        ]
        return [one for one in found if one] if all(found) else []

    try:
        return await _until(delivered, seconds=LETTERS_SECONDS)
    except TimeoutError as error:
        log = koblingsboks.servers.folders.logs / "koblingsboks.log"
        raise LettersStuck(states="accepted, but not in the mailbox", log=log) from error


async def _unread(redis: "Redis") -> int:
    left = 0
    for stream in ("profiles", "listings"):
        for group in await redis.xinfo_groups(stream):
            if group["name"] == b"matcher":
                left += group["pending"] + (group["lag"] or 0)
    return left


async def _introduction(api: Api, introduction_id: str) -> Any:
    try:
        return await api.get(f"/api/introductions/{introduction_id}")
    except ApiRefused as refused:
        if refused.status == NOT_FOUND:  # the notifier has not heard of it yet
            return None
        raise


async def _until(look: Callable[[], Awaitable[Found]], *, seconds: float) -> Found:
    async with asyncio.timeout(seconds):
        while not (seen := await look()):  # noqa: ASYNC110  others' work, seen from outside
            await asyncio.sleep(PAUSE_SECONDS)
    return seen
