"""Addresses that want no more letters, known by their hash only."""

from shared.storage.pool import Connection

ADD = """
    INSERT INTO suppressions (address_hash, reason) VALUES ($1, 'unsubscribed')
    ON CONFLICT DO NOTHING
"""
HAS = "SELECT EXISTS (SELECT FROM suppressions WHERE address_hash = $1)"


class Suppressions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, address_hash: bytes) -> None:
        await self._connection.execute(ADD, address_hash)

    async def has(self, address_hash: bytes) -> bool:
        return bool(await self._connection.fetchval(HAS, address_hash))
