"""Proposed pairs, and what coordinators wrote in place of our words."""

from collections.abc import Sequence
from uuid import UUID

from services.notifier.domain.drafts import Draft, Proposal
from services.notifier.domain.text import all_storable
from shared.events.suggestions import SuggestionData
from shared.storage.pool import Connection

KEEP = """
    INSERT INTO proposals (id, region, partner_ids, suggestion, version)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE
       SET region = excluded.region, partner_ids = excluded.partner_ids,
           suggestion = excluded.suggestion, version = excluded.version
     WHERE proposals.version < excluded.version
"""
CLOSE = """
    INSERT INTO proposals (id, region, partner_ids, version) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE
       SET suggestion = NULL, version = excluded.version
     WHERE proposals.version <= excluded.version
"""
DROP_DRAFTS = "DELETE FROM drafts WHERE proposal_id = $1"
GET = """
    SELECT id, region, suggestion, proposed_at FROM proposals
     WHERE id = $1 AND suggestion IS NOT NULL
"""
OF = """
    SELECT partner_id, subject, body, version, edited_by, edited_at FROM drafts
     WHERE proposal_id = $1
"""
# Nobody has edited it, or nobody since the version that the editor saw.
SAVE = """
    INSERT INTO drafts (proposal_id, partner_id, subject, body, edited_by)
    SELECT $1, $2, $3, $4, $5
     WHERE $6 = 0 OR EXISTS (SELECT FROM drafts WHERE proposal_id = $1 AND partner_id = $2)
    ON CONFLICT (proposal_id, partner_id) DO UPDATE
       SET subject = excluded.subject, body = excluded.body, edited_by = excluded.edited_by,
           edited_at = now(), version = drafts.version + 1
     WHERE drafts.version = $6
        OR (drafts.subject, drafts.body) = (excluded.subject, excluded.body)
"""
RESTORE = "DELETE FROM drafts WHERE proposal_id = $1 AND partner_id = $2 AND version = $3"
FORGET = """
    UPDATE proposals SET suggestion = NULL WHERE partner_ids @> ARRAY[$1::uuid] RETURNING id
"""
# Either letter may name the one who is gone.
FORGET_DRAFTS = """
    DELETE FROM drafts USING proposals
     WHERE proposals.id = drafts.proposal_id AND proposals.partner_ids @> ARRAY[$1::uuid]
"""


class Drafts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep_proposal(
        self, proposal_id: UUID, *, region: str, suggestion: SuggestionData, version: int
    ) -> None:
        """Older news is left alone."""
        plain = SuggestionData(**all_storable(suggestion.model_dump()))
        partners = partners_of(suggestion)
        await self._connection.execute(
            KEEP, proposal_id, region, partners, plain.model_dump_json(), version
        )

    async def close(
        self, proposal_id: UUID, *, region: str, suggestion: SuggestionData, version: int
    ) -> bool:
        """It is no longer up for decision. False for older news."""
        status = await self._connection.execute(
            CLOSE, proposal_id, region, partners_of(suggestion), version
        )
        return status == "INSERT 0 1"

    async def drop(self, proposal_id: UUID) -> None:
        await self._connection.execute(DROP_DRAFTS, proposal_id)

    async def proposal(self, proposal_id: UUID) -> Proposal | None:
        row = await self._connection.fetchrow(GET, proposal_id)
        if row is None:
            return None
        suggestion = SuggestionData.model_validate_json(row["suggestion"])
        return Proposal(**{**dict(row), "suggestion": suggestion})

    async def of(self, proposal_id: UUID) -> dict[UUID, Draft]:
        """By partner."""
        rows = await self._connection.fetch(OF, proposal_id)
        return {row["partner_id"]: Draft(**dict(row)) for row in rows}

    async def save(
        self,
        proposal_id: UUID,
        *,
        partner_id: UUID,
        words: tuple[str, str],
        by: str,
        version: int,
    ) -> bool:
        """False when somebody else has edited it since `version`."""
        status = await self._connection.execute(SAVE, proposal_id, partner_id, *words, by, version)
        return status == "INSERT 0 1"

    async def restore(self, proposal_id: UUID, *, partner_id: UUID, version: int) -> bool:
        """False when somebody else has edited it since, or there was nothing to restore."""
        status = await self._connection.execute(RESTORE, proposal_id, partner_id, version)
        return status == "DELETE 1"

    async def forget_partner(self, partner_id: UUID) -> None:
        await self.forget_drafts(partner_id)
        await self._connection.execute(FORGET, partner_id)

    async def forget_drafts(self, partner_id: UUID) -> None:
        await self._connection.execute(FORGET_DRAFTS, partner_id)


def partners_of(suggestion: SuggestionData) -> Sequence[UUID]:
    sides = (suggestion.seeker, suggestion.provider, *suggestion.others)
    return [side.partner_id for side in sides]
