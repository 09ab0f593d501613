"""What was reported to have come of introductions. Every report is kept; the last one counts."""

from uuid import UUID

from services.notifier.domain.outcomes import Report, ReportedOutcome
from shared.storage.pool import Connection

# The same report sent twice is one report.
REPORT = """
    INSERT INTO outcomes (introduction_id, result, co2e_tonnes, certainty, scope, method, reason,
                          note, reported_by, reported_by_partner_id)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
     WHERE NOT EXISTS (
           SELECT FROM (SELECT * FROM outcomes
                         WHERE introduction_id = $1
                         ORDER BY id DESC
                         LIMIT 1) AS last
            WHERE (result, co2e_tonnes, certainty, scope, method, reason, note, reported_by)
                  IS NOT DISTINCT FROM ($2, $3, $4, $5, $6, $7, $8, $9))
"""
OF_INTRODUCTIONS = """
    SELECT introduction_id, result, co2e_tonnes, certainty, scope, method, reason, note,
           reported_by_partner_id, reported_at
      FROM outcomes
     WHERE introduction_id = ANY($1::uuid[])
     ORDER BY id DESC
"""
FORGET_TEXTS = """
    UPDATE outcomes SET note = '', method = '', reason = '' WHERE introduction_id = $1
"""


class Outcomes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def report(
        self,
        introduction_id: UUID,
        report: Report,
        *,
        reported_by: str,
        partner_id: UUID | None,
    ) -> bool:
        """False when this very report was the last one."""
        status = await self._connection.execute(
            REPORT,
            introduction_id,
            report.result,
            report.co2e_tonnes,
            report.how_certain,
            report.scope,
            report.method,
            report.reason,
            report.note,
            reported_by,
            partner_id,
        )
        return status == "INSERT 0 1"

    async def of(self, *introduction_ids: UUID) -> list[ReportedOutcome]:
        """Newest first."""
        rows = await self._connection.fetch(OF_INTRODUCTIONS, introduction_ids)
        return [ReportedOutcome(**dict(row)) for row in rows]

    async def forget_texts(self, introduction_id: UUID) -> None:
        """What was said may name the one who is to be forgotten."""
        await self._connection.execute(FORGET_TEXTS, introduction_id)
