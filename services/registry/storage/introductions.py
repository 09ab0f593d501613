"""What the notifier last told about each introduction."""

from shared.events.introductions import IntroductionEvent
from shared.storage.pool import Connection

FOLLOW = """
    INSERT INTO introductions (id, region, seeker_partner_id, provider_partner_id,
                               seeker_item_id, provider_item_id, state, last_event, version,
                               updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (id) DO UPDATE
       SET state = excluded.state, last_event = excluded.last_event,
           version = excluded.version, updated_at = excluded.updated_at
     WHERE introductions.version < excluded.version
"""


class Introductions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def follow(self, event: IntroductionEvent) -> None:
        """Keep the state the event tells, unless we know a later one."""
        await self._connection.execute(
            FOLLOW,
            event.subject,
            event.region,
            event.data.seeker_partner_id,
            event.data.provider_partner_id,
            event.data.seeker_item_id,
            event.data.provider_item_id,
            event.data.state,
            event.type,
            event.version,
            event.time,
        )
