"""Tokens and sign-in links for a database that runs elsewhere than the embedded one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg

from deploy.provision.auditing import write_down
from deploy.provision.errors import RegionMissing
from deploy.provision.services import DATABASE
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from shared.access.sign_in_links import SignInLinks

REGIONS = "SELECT slug FROM registry.regions ORDER BY slug"


async def create_token(
    admin_dsn: str, grant: Grant, *, lifetime: timedelta | None, database: str = DATABASE
) -> str:
    async with _transaction(admin_dsn, database) as connection:
        await _check_regions(connection, grant.regions)
        credentials = Credentials(connection)
        secret, token = await credentials.make_token(grant, lifetime=lifetime, created_by=None)
        await write_down(connection, "token.made", subject=token.id, details={"role": grant.role})
    return secret


async def create_sign_in_link(
    admin_dsn: str, grant: Grant, *, public_url: str, database: str = DATABASE
) -> str:
    """Good for one person, once, within ten minutes."""
    async with _transaction(admin_dsn, database) as connection:
        await _check_regions(connection, grant.regions)
        code = await SignInLinks(connection).create_for_role(grant)
        await write_down(connection, "sign_in_link.made", details={"role": grant.role})
    return f"{public_url}/sign-in/{code}"


@asynccontextmanager
async def _transaction(dsn: str, database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn, database=database)
    try:
        async with connection.transaction():
            yield connection
    finally:
        await connection.close()


async def _check_regions(connection: asyncpg.Connection, wanted: Sequence[str]) -> None:
    """The registry has made its tables when it has run once; only then are regions known."""
    if not wanted:
        return
    known = [row["slug"] for row in await connection.fetch(REGIONS)]
    for region in wanted:
        if region not in known:
            raise RegionMissing(region=region, known=", ".join(known))
