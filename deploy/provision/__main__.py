"""python -m deploy.provision: for containers, where the database comes from elsewhere."""

import asyncio
import os
import sys
import time
from argparse import Namespace

import asyncpg

from deploy.provision import SERVICES, provision
from deploy.provision.access import create_sign_in_link, create_token
from deploy.provision.after_restore import erased_lines, settle_database
from deploy.provision.errors import SettingMissing
from deploy.provision.orders import read_order, sign_in_grant, token_grant
from deploy.provision.tombstones import read_lines

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.5
NOT_YET = (OSError, asyncpg.CannotConnectNowError)


def setting(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise SettingMissing(name=name)
    return value


async def provision_when_reachable(admin_dsn: str, passwords: dict[str, str]) -> None:
    """A database in a container of its own may come up after us."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await provision(admin_dsn, passwords)
        except NOT_YET:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(PAUSE_SECONDS)


async def carry_out(order: Namespace) -> str | None:
    """What to print, if anything."""
    admin_dsn = setting("KOBLINGSBOKS_ADMIN_DATABASE_URL")
    match order.order:
        case "token":
            return await create_token(admin_dsn, token_grant(order), lifetime=order.days)
        case "sign-in":
            public_url = setting("KOBLINGSBOKS_PUBLIC_URL")
            return await create_sign_in_link(admin_dsn, sign_in_grant(order), public_url=public_url)
        case "erased":
            return await erased_lines(admin_dsn)
        case "settle":
            known = read_lines("" if sys.stdin.isatty() else sys.stdin.read())
            return await settle_database(
                admin_dsn, known, nothing_ran_since=order.nothing_ran_since
            )
    passwords = {name: setting(f"{name.upper()}_DATABASE_PASSWORD") for name in SERVICES}
    await provision_when_reachable(admin_dsn, passwords)
    return None


def main() -> None:
    order = read_order()
    try:
        answer = asyncio.run(carry_out(order))
    except Exception as error:
        sys.exit(f"It could not be done: {error}")
    if answer:
        sys.stdout.write(f"{answer.rstrip()}\n")


if __name__ == "__main__":
    main()
