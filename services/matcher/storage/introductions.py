"""Who has been put in touch, as the notifier last told."""

from shared.events.introductions import IntroductionEvent
from shared.storage.pool import Connection

FOLLOW = """
    INSERT INTO introductions (id, suggestion_id, seeker_item_id, provider_item_id,
                               seeker_partner_id, provider_partner_id, state, outcome, version,
                               region)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
     WHERE NOT EXISTS (SELECT FROM erased_partners WHERE id IN ($5, $6))
    ON CONFLICT (id) DO UPDATE
       SET state = excluded.state, outcome = excluded.outcome, version = excluded.version
     WHERE introductions.version < excluded.version
"""


class Introductions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def follow(self, event: IntroductionEvent) -> None:
        """Keep the state the event tells, unless we know a later one."""
        data = event.data
        await self._connection.execute(
            FOLLOW,
            event.subject,
            data.suggestion_id,
            data.seeker_item_id,
            data.provider_item_id,
            data.seeker_partner_id,
            data.provider_partner_id,
            data.state,
            data.outcome.result if data.outcome else None,
            event.version,
            event.region,
        )
