"""`koblingsboks up`"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from deploy.cli.steps import Steps
from deploy.cli.talking import results, tell
from deploy.embedded.access import create_sign_in_link
from deploy.embedded.up import Koblingsboks, everything, run_until_told
from shared.access.grant import Grant

ADMIN = Grant(role="admin", name="Admin")


def run(data: Path, *, port: int) -> None:
    run_until_told(_stay_up(data, port=port))
    tell("Stopped. The data is kept.")


async def _stay_up(data: Path, *, port: int) -> None:
    async with AsyncExitStack() as stack:
        with Steps().step(f"Database, broker, mailbox and services in {data}"):
            koblingsboks = await stack.enter_async_context(everything(data, port=port))
        await show_addresses(koblingsboks)
        tell("Ctrl-C stops it.")
        await asyncio.Event().wait()


async def show_addresses(koblingsboks: Koblingsboks) -> None:
    url = koblingsboks.url
    link = await create_sign_in_link(koblingsboks.servers, ADMIN, url=url)
    console = results()
    console.print(f"Koblingsboks is up at {url}")
    console.print(f"  Sign in    {link}")
    console.print(
        "             (once, within ten minutes; later by mail, or `koblingsboks sign-in`)"
    )
    console.print(f"  Decide     {url}/coordinator")
    console.print(f"  Mailbox    {url}/mail/mailbox")
    console.print(f"  API        {url}/api/openapi.json (`koblingsboks token create`)")
