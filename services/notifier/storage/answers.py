"""What partners answered, and what coordinators reported."""

from uuid import UUID

from services.notifier.domain.introductions import GivenAnswer, ReportedOutcome
from shared.events.introductions import Answer, OutcomeResult
from shared.storage.pool import Connection

GIVE = """
    INSERT INTO answers (introduction_id, partner_id, answer, note) VALUES ($1, $2, $3, $4)
    ON CONFLICT (introduction_id, partner_id) DO UPDATE
       SET answer = excluded.answer, note = excluded.note, answered_at = now()
     WHERE (answers.answer, answers.note) IS DISTINCT FROM (excluded.answer, excluded.note)
"""
OF_INTRODUCTIONS = """
    SELECT introduction_id, partner_id, answer, note, answered_at
      FROM answers
     WHERE introduction_id = ANY($1::uuid[])
     ORDER BY answered_at
"""
FORGET_NOTE = "UPDATE answers SET note = '' WHERE introduction_id = $1"
REPORT = """
    INSERT INTO outcomes (introduction_id, result, co2e_tonnes, note, reported_by)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (introduction_id) DO UPDATE
       SET result = excluded.result, co2e_tonnes = excluded.co2e_tonnes, note = excluded.note,
           reported_by = excluded.reported_by, reported_at = now()
"""
OUTCOMES = """
    SELECT introduction_id, result, co2e_tonnes, note, reported_at
      FROM outcomes
     WHERE introduction_id = ANY($1::uuid[])
"""
FORGET_OUTCOME_NOTE = "UPDATE outcomes SET note = '' WHERE introduction_id = $1"


class Answers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def give(
        self, introduction_id: UUID, *, partner_id: UUID, answer: Answer, note: str
    ) -> bool:
        """False when this very answer was given before."""
        status = await self._connection.execute(GIVE, introduction_id, partner_id, answer, note)
        return status == "INSERT 0 1"

    async def of(self, *introduction_ids: UUID) -> list[GivenAnswer]:
        rows = await self._connection.fetch(OF_INTRODUCTIONS, introduction_ids)
        return [GivenAnswer(**dict(row)) for row in rows]

    async def report(
        self,
        introduction_id: UUID,
        *,
        result: OutcomeResult,
        co2e_tonnes: float | None,
        note: str,
        reported_by: str,
    ) -> None:
        """What came of it, in place of what was reported before."""
        await self._connection.execute(
            REPORT, introduction_id, result, co2e_tonnes, note, reported_by
        )

    async def outcomes(self, *introduction_ids: UUID) -> list[ReportedOutcome]:
        rows = await self._connection.fetch(OUTCOMES, introduction_ids)
        return [ReportedOutcome(**dict(row)) for row in rows]

    async def forget_notes(self, introduction_id: UUID) -> None:
        """What was said may name the one who is to be forgotten."""
        await self._connection.execute(FORGET_NOTE, introduction_id)
        await self._connection.execute(FORGET_OUTCOME_NOTE, introduction_id)
