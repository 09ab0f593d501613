"""Who has been put in touch, as the notifier last told."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.matcher.domain.history import EarlierContact, Load
from shared.events.introductions import IntroductionEvent
from shared.storage.pool import Connection

FOLLOW = """
    INSERT INTO introductions (id, suggestion_id, seeker_item_id, provider_item_id,
                               seeker_partner_id, provider_partner_id, state, outcome, version,
                               region, opened_at, sent_at, reminded_at, answers, outcome_at,
                               co2e_tonnes, certainty, scope)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
     WHERE NOT EXISTS (SELECT FROM erased_partners WHERE id IN ($5, $6))
    ON CONFLICT (id) DO UPDATE
       SET state = excluded.state, outcome = excluded.outcome, version = excluded.version,
           opened_at = coalesce(excluded.opened_at, introductions.opened_at),
           sent_at = coalesce(excluded.sent_at, introductions.sent_at),
           reminded_at = excluded.reminded_at, answers = excluded.answers,
           outcome_at = excluded.outcome_at, co2e_tonnes = excluded.co2e_tonnes,
           certainty = excluded.certainty, scope = excluded.scope
     WHERE introductions.version < excluded.version
"""
LOADS = """
    SELECT partner.id,
           count(*) FILTER (WHERE state NOT IN ('met', 'working', 'nothing')) AS open,
           count(*) FILTER (WHERE at >= date_trunc('month', now(), 'Europe/Oslo')) AS this_month,
           max(at) AS latest
      FROM unnest($1::uuid[]) AS partner (id)
      JOIN introductions ON partner.id IN (seeker_partner_id, provider_partner_id)
     CROSS JOIN LATERAL (SELECT coalesce(opened_at, sent_at) AS at) AS begun
     GROUP BY partner.id
"""
BETWEEN = """
    SELECT id, state, coalesce(sent_at, opened_at) AS at FROM introductions
     WHERE (seeker_partner_id, provider_partner_id) IN (($1, $2), ($2, $1))
     ORDER BY at DESC NULLS LAST, id DESC
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
            data.opened_at or (event.time if data.state == "waiting" else None),
            data.sent_at or (event.time if data.state == "sent" else None),
            data.reminded_at,
            json.dumps([one.model_dump(mode="json") for one in data.answers]),
            *_reported(event),
        )

    async def loads(self, partner_ids: Collection[UUID]) -> dict[UUID, Load]:
        """What each has going; nothing for those that were never introduced."""
        rows = await self._connection.fetch(LOADS, list(partner_ids))
        known = {row["id"]: Load(**{k: v for k, v in row.items() if k != "id"}) for row in rows}
        return {one: known.get(one, Load()) for one in partner_ids}

    async def between(self, one: UUID, other: UUID) -> list[EarlierContact]:
        """The latest first."""
        rows = await self._connection.fetch(BETWEEN, one, other)
        return [EarlierContact(**dict(row)) for row in rows]


def _reported(
    event: IntroductionEvent,
) -> tuple[datetime | None, float | None, str | None, str | None]:
    """When it was reported, tonnes, how certain, of which scope."""
    outcome = event.data.outcome
    if not outcome:
        return None, None, None, None
    return outcome.reported_at or event.time, outcome.co2e_tonnes, outcome.certainty, outcome.scope
