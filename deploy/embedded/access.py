"""Tokens and sign-in links, made by those who may open the data folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from deploy.embedded.servers import Addresses
from services.registry.storage.database import Database
from shared.access.grant import Grant
from shared.audit.asking import COMMAND_LINE, OPERATOR, asked_by
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere


@asynccontextmanager
async def service_pool(servers: Addresses, service: str) -> AsyncIterator[ConnectionPool]:
    """Connections as the service itself has them; whoever may open the folder sees everything."""
    pool = ConnectionPool(servers.database_url(service), schema=service, size=2)
    await pool.open()
    try:
        with everywhere(), asked_by(OPERATOR, origin=COMMAND_LINE):
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
    async with registry_database(servers) as database, database.transaction() as tx:
        secret, token = await tx.credentials.make_token(grant, lifetime=lifetime, created_by=None)
        await tx.audit.add("token.made", subject=token.id, details={"role": grant.role})
    return secret


async def create_sign_in_link(servers: Addresses, grant: Grant, *, url: str) -> str:
    """Good for one person, once, within ten minutes."""
    async with registry_database(servers) as database, database.transaction() as tx:
        code = await tx.sign_in_links.create_for_role(grant)
        await tx.audit.add("sign_in_link.made", details={"role": grant.role})
    return f"{url}/sign-in/{code}"
