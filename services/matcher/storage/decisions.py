"""Decisions, written so that of two coordinators at once only one decides."""

from datetime import timedelta
from uuid import UUID

from shared.events.suggestions import RejectionReason
from shared.storage.pool import Connection

IS_GONE = """
    EXISTS (SELECT FROM items
             WHERE (items.id IN (seeker_item_id, provider_item_id)
                    OR items.id IN (SELECT item_id FROM suggestion_members
                                     WHERE suggestion_id = suggestions.id))
               AND (items.status <> 'open'
                    OR expires_on < (now() AT TIME ZONE 'Europe/Oslo')::date))
"""
# A withdrawn suggestion fails here too, and so does one whose side expired this very day.
APPROVE = f"""
    UPDATE suggestions
       SET status = 'approved', decided_at = now(), decided_by = $2, decider = $3, note = $4,
           note_before = note, leaves_at = now() + $5::interval, snoozed_until = NULL,
           version = version + 1
     WHERE id = $1 AND status IN ('proposed', 'snoozed') AND NOT {IS_GONE}
"""  # noqa: S608 our own condition
REJECT = """
    UPDATE suggestions
       SET status = 'rejected', decided_at = now(), decided_by = $2, decider = $3, note = $5,
           note_before = note, reason = $4, leaves_at = now() + $6::interval,
           snoozed_until = NULL, version = version + 1
     WHERE id = $1 AND status IN ('proposed', 'snoozed')
"""
SNOOZE = """
    UPDATE suggestions
       SET status = 'snoozed', snoozed_until = $2, version = version + 1
     WHERE id = $1 AND status IN ('proposed', 'snoozed')
"""
MAY_SNOOZE_UNTIL = "SELECT $1::timestamptz > now() AND $1 < now() + interval '2 years'"
WAKE = """
    UPDATE suggestions SET status = 'proposed', snoozed_until = NULL, version = version + 1
     WHERE status = 'snoozed' AND snoozed_until <= now()
"""
# The same two would otherwise be introduced about the same thing by way of another offer.
WITHDRAW_SIBLINGS = """
    UPDATE suggestions AS sibling
       SET status = 'withdrawn', snoozed_until = NULL, gave_way_to = decided.id,
           version = sibling.version + 1
      FROM suggestions AS decided
     WHERE decided.id = $1 AND sibling.id <> decided.id
       AND sibling.seeker_item_id = decided.seeker_item_id
       AND sibling.provider_partner_id = decided.provider_partner_id
       AND sibling.status IN ('proposed', 'snoozed') AND NOT sibling.by_hand
"""


class Decisions:
    """Each returns False, with nothing changed, when the suggestion is no longer open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def approve(
        self, suggestion_id: UUID, *, actor: str, name: str, note: str, grace: timedelta | None
    ) -> bool:
        if not await self._changed(APPROVE, suggestion_id, actor, name, note, grace):
            return False
        await self._connection.execute(WITHDRAW_SIBLINGS, suggestion_id)
        return True

    async def reject(
        self,
        suggestion_id: UUID,
        *,
        actor: str,
        name: str,
        reason: RejectionReason,
        note: str,
        grace: timedelta | None,
    ) -> bool:
        return await self._changed(REJECT, suggestion_id, actor, name, reason, note, grace)

    async def snooze(self, suggestion_id: UUID, *, until: object) -> bool:
        return await self._changed(SNOOZE, suggestion_id, until)

    async def may_snooze_until(self, until: object) -> bool:
        return bool(await self._connection.fetchval(MAY_SNOOZE_UNTIL, until))

    async def wake(self) -> None:
        """Put back in the queue what was snoozed until now."""
        await self._connection.execute(WAKE)

    async def _changed(self, statement: str, *values: object) -> bool:
        return await self._connection.execute(statement, *values) == "UPDATE 1"
