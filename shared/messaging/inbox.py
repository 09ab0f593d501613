"""Events already acted on, remembered in the same transaction as the effect."""

from shared.events.base import Event
from shared.storage.pool import Connection

CLAIM = "INSERT INTO inbox (event_id, type) VALUES ($1, $2) ON CONFLICT DO NOTHING"
# Longer than any outbox keeps an event, or a late repeat would be acted on twice.
FORGET = "DELETE FROM inbox WHERE received_at < now() - make_interval(days => $1)"


class Inbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(self, event: Event) -> bool:
        """True the first time; False for a repeat, which is to be left alone."""
        return await self._connection.execute(CLAIM, event.id, event.type) == "INSERT 0 1"

    async def forget(self, *, after_days: int) -> None:
        await self._connection.execute(FORGET, after_days)
