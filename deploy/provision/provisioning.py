"""Make the database what the services expect, as often as one likes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg

from deploy.provision.migrations import migrate
from deploy.provision.scram import verifier
from deploy.provision.services import DATABASE, SERVICES

#: Every database cluster has it; there we wait for each other and make what is missing.
MAINTENANCE_DATABASE = "postgres"
LOCK_KEY = 0x6B6F626C  # "kobl"

WAIT_FOR_OTHERS = "SELECT pg_advisory_lock($1)"
DATABASE_EXISTS = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
CREATE_DATABASE = "CREATE DATABASE {database}"
ROLE_EXISTS = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)"
CREATE_ROLE = "CREATE ROLE {role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
# A verifier in place of the password: whatever is logged, the password is not.
SET_PASSWORD = "ALTER ROLE {role} LOGIN PASSWORD '{verifier}'"  # noqa: S105
# Owns the tables of a service, and nobody signs in as it. Only while it changes them does the
# service become the owner, so that at work it can neither empty them nor lift their policies.
CREATE_OWNER = "CREATE ROLE {role}_owner NOLOGIN"
MAY_BECOME_OWNER = "GRANT {role}_owner TO {role} WITH INHERIT FALSE, SET TRUE"
SET_SEARCH_PATH = "ALTER ROLE {role} SET search_path = {role}, extensions"

CLOSE_DATABASE = """
    REVOKE ALL ON DATABASE {database} FROM PUBLIC;
    GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {roles}
"""
CREATE_SCHEMAS = """
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    CREATE SCHEMA IF NOT EXISTS extensions;
    CREATE EXTENSION IF NOT EXISTS vector SCHEMA extensions;
    GRANT USAGE ON SCHEMA extensions TO {roles};
    CREATE SCHEMA IF NOT EXISTS access;
    GRANT USAGE ON SCHEMA access TO {roles}
"""
# The second half is for what an earlier version made.
CREATE_OWN_SCHEMA = """
    CREATE SCHEMA IF NOT EXISTS {role};
    GRANT USAGE ON SCHEMA extensions, access TO {role}_owner;
    GRANT USAGE ON SCHEMA {role} TO {role};
    ALTER DEFAULT PRIVILEGES FOR ROLE {role}_owner IN SCHEMA {role}
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
    REASSIGN OWNED BY {role} TO {role}_owner;
    ALTER SCHEMA {role} OWNER TO {role}_owner;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {role} TO {role}
"""
# The log of acts is only added to, and its chain not even that.
PROTECT_AUDIT = """
    DO $$
    BEGIN
        IF to_regclass('{role}.audit_chain') IS NOT NULL THEN
            REVOKE UPDATE, DELETE ON {role}.audit FROM {role};
            REVOKE INSERT, UPDATE, DELETE ON {role}.audit_chain FROM {role};
        END IF;
    END
    $$
"""

ROLES = ", ".join(SERVICES)


async def provision(
    admin_dsn: str, passwords: Mapping[str, str], *, database: str = DATABASE
) -> None:
    """Needs the address of a superuser and the password of every service."""
    async with _connected(admin_dsn, MAINTENANCE_DATABASE) as cluster:
        await cluster.execute(WAIT_FOR_OTHERS, LOCK_KEY)
        await _ensure_roles(cluster, passwords)
        await _ensure_database(cluster, database)
        async with _connected(admin_dsn, database) as connection, connection.transaction():
            await _ensure_schemas(connection)
            await migrate(connection)


async def close_database(connection: asyncpg.Connection, *, database: str) -> None:
    """Only services may enter. A copy of a database does not inherit this."""
    await connection.execute(CLOSE_DATABASE.format(database=database, roles=ROLES))


@asynccontextmanager
async def _connected(dsn: str, database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn, database=database)
    try:
        yield connection
    finally:
        await connection.close()


async def _ensure_roles(cluster: asyncpg.Connection, passwords: Mapping[str, str]) -> None:
    for role in SERVICES:
        if not await cluster.fetchval(ROLE_EXISTS, role):
            await cluster.execute(CREATE_ROLE.format(role=role))
        if not await cluster.fetchval(ROLE_EXISTS, f"{role}_owner"):
            await cluster.execute(CREATE_OWNER.format(role=role))
        await cluster.execute(MAY_BECOME_OWNER.format(role=role))
        await cluster.execute(SET_PASSWORD.format(role=role, verifier=verifier(passwords[role])))
        await cluster.execute(SET_SEARCH_PATH.format(role=role))


async def _ensure_database(cluster: asyncpg.Connection, database: str) -> None:
    if not await cluster.fetchval(DATABASE_EXISTS, database):
        await cluster.execute(CREATE_DATABASE.format(database=database))
    await close_database(cluster, database=database)


async def _ensure_schemas(connection: asyncpg.Connection) -> None:
    await connection.execute(CREATE_SCHEMAS.format(roles=ROLES))
    for role in SERVICES:
        await connection.execute(CREATE_OWN_SCHEMA.format(role=role))
        await connection.execute(PROTECT_AUDIT.format(role=role))
