"""Tokens and sign-in links, made by those who may open the data folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from deploy.embedded.servers import Addresses
from services.registry.storage.database import Database
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from shared.access.sign_in_links import SignInLinks
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere


@asynccontextmanager
async def service_pool(servers: Addresses, service: str) -> AsyncIterator[ConnectionPool]:
    """Connections as the service itself has them; whoever may open the folder sees everything."""
    pool = ConnectionPool(servers.database_url(service), schema=service, size=2)
    await pool.open()
    try:
        with everywhere():
            yield pool
    finally:
        await pool.close()


@asynccontextmanager
async def registry_database(servers: Addresses) -> AsyncIterator[Database]:
    """With its tables, also where the registry has never run."""
    async with service_pool(servers, "registry") as pool:
        database = Database(pool)
        await database.migrate()
        yield database


async def create_token(
    servers: Addresses, grant: Grant, *, lifetime: timedelta | None = None
) -> str:
    async with service_pool(servers, "registry") as pool, pool.transaction() as connection:
        return await Credentials(connection).create_token(grant, lifetime=lifetime)


async def create_sign_in_link(servers: Addresses, grant: Grant, *, url: str) -> str:
    """Good for one person, once, within ten minutes."""
    async with service_pool(servers, "registry") as pool, pool.transaction() as connection:
        code = await SignInLinks(connection).create_for_role(grant)
    return f"{url}/sign-in/{code}"
