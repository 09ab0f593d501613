"""python -m deploy.provision: for containers, where the database comes from elsewhere."""

import asyncio
import os
import sys
import time

import asyncpg

from deploy.provision import SERVICES, provision

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.5
NOT_YET = (OSError, asyncpg.CannotConnectNowError)


class SettingMissing(Exception):
    """Set the environment variable {name}."""

    def __init__(self, name: str) -> None:
        super().__init__((self.__doc__ or "").format(name=name))


def setting(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise SettingMissing(name)
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


def main() -> None:
    try:
        admin_dsn = setting("KOBLINGSBOKS_ADMIN_DATABASE_URL")
        passwords = {name: setting(f"{name.upper()}_DATABASE_PASSWORD") for name in SERVICES}
        asyncio.run(provision_when_reachable(admin_dsn, passwords))
    except Exception as error:
        sys.exit(f"The database could not be prepared: {error}")


if __name__ == "__main__":
    main()
