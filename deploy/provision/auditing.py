"""What is done to the database from outside the services is written down in the registry's log."""

from uuid import UUID

import asyncpg

from shared.audit.asking import COMMAND_LINE, OPERATOR, asked_by
from shared.audit.log import AuditLog, Details

#: The registry makes its tables when it has run once.
IS_THERE = "SELECT to_regclass('registry.audit') IS NOT NULL"


async def write_down(
    connection: asyncpg.Connection,
    act: str,
    *,
    subject: UUID | None = None,
    details: Details | None = None,
) -> None:
    if await connection.fetchval(IS_THERE):
        with asked_by(OPERATOR, origin=COMMAND_LINE):
            await AuditLog(connection, schema="registry").add(act, subject=subject, details=details)
