"""What time it is, by the clock that decides: the database's."""

from datetime import datetime

from shared.storage.pool import Connection


class Clock:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def now(self) -> datetime:
        """When the transaction began."""
        now: datetime = await self._connection.fetchval("SELECT now()")
        return now
