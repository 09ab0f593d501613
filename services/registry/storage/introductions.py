"""What the notifier last told about each introduction."""

import json
from typing import Any
from uuid import UUID

import asyncpg

from services.registry.domain.introductions import Introduction
from shared.events.introductions import IntroductionEvent, Outcome, PartnerAnswer
from shared.storage.pool import Connection

FOLLOW = """
    INSERT INTO introductions (id, region, seeker_partner_id, provider_partner_id,
                               seeker_item_id, provider_item_id, state, last_event, version,
                               updated_at, other_partner_ids, answers, outcome, asks_first,
                               names_shown, opened_at, sent_at, reminded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    ON CONFLICT (id) DO UPDATE
       SET state = excluded.state, last_event = excluded.last_event,
           version = excluded.version, updated_at = excluded.updated_at,
           other_partner_ids = excluded.other_partner_ids, answers = excluded.answers,
           outcome = excluded.outcome, asks_first = excluded.asks_first,
           names_shown = excluded.names_shown, opened_at = excluded.opened_at,
           sent_at = excluded.sent_at, reminded_at = excluded.reminded_at
     WHERE introductions.version < excluded.version
"""
# Names only where they have been told. What is on its way has not reached anybody yet.
OF_PARTNER = """
    SELECT i.id, i.state, i.seeker_partner_id, i.seeker_item_id, i.provider_partner_id,
           i.provider_item_id, i.names_shown, i.answers, i.outcome, i.sent_at, i.updated_at,
           CASE WHEN i.names_shown THEN
               ARRAY(SELECT o.name FROM partners o
                      WHERE o.id <> $1
                        AND o.id = ANY (i.other_partner_ids
                                        || i.seeker_partner_id || i.provider_partner_id)
                      ORDER BY o.name)
           ELSE '{}' END AS others
      FROM introductions i
     WHERE $1 = ANY (i.other_partner_ids || i.seeker_partner_id || i.provider_partner_id)
       AND i.state <> 'waiting'
     ORDER BY i.updated_at DESC, i.id
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
            event.region,
            data.seeker_partner_id,
            data.provider_partner_id,
            data.seeker_item_id,
            data.provider_item_id,
            data.state,
            event.type,
            event.version,
            event.time,
            list(data.other_partner_ids),
            json.dumps([answer.model_dump(mode="json") for answer in data.answers]),
            data.outcome.model_dump_json() if data.outcome else None,
            data.asks_first,
            data.names_shown,
            data.opened_at,
            data.sent_at,
            data.reminded_at,
        )

    async def of_partner(self, partner_id: UUID) -> list[Introduction]:
        """What has been sent to it, the last changed first. To be asked everywhere: the other
        partner may be of another region."""
        rows = await self._connection.fetch(OF_PARTNER, partner_id)
        return [_seen_by(partner_id, row) for row in rows]


def _seen_by(partner_id: UUID, row: asyncpg.Record) -> Introduction:
    answers = [PartnerAnswer.model_validate(one) for one in json.loads(row["answers"])]
    own = next((one for one in answers if one.partner_id == partner_id), None)
    kept = ("id", "state", "names_shown", "sent_at", "updated_at")
    return Introduction(
        **{name: row[name] for name in kept},
        own_item_id=_own_item(partner_id, row),
        others=tuple(row["others"]),
        own_answer=own.answer if own else None,
        own_answer_at=own.answered_at if own else None,
        other_has_answered=any(one.partner_id != partner_id for one in answers),
        outcome=Outcome.model_validate_json(row["outcome"]) if row["outcome"] else None,
    )


def _own_item(partner_id: UUID, row: asyncpg.Record) -> Any:
    for side in ("seeker", "provider"):
        if row[f"{side}_partner_id"] == partner_id:
            return row[f"{side}_item_id"]
    return None
