"""What is learnt from, and what was learnt."""

import json

from asyncpg import Record

from services.matcher.domain.lessons import LearntVersion
from services.matcher.ranking.learning import Decision
from services.matcher.ranking.learnt import Learnt
from shared.storage.pool import Connection

TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended('learning in ' || $1, 0))"
# What can still be undone is not learnt from, nor what says nothing about how well two fit.
DECIDED = """
    FROM suggestions
    LEFT JOIN LATERAL (
         SELECT answers, outcome FROM introductions WHERE suggestion_id = suggestions.id
          ORDER BY id LIMIT 1) AS introduced ON true
   WHERE status IN ('approved', 'rejected') AND leaves_at IS NULL
     AND coalesce(reason, '') NOT IN ('know_each_other', 'bad_timing')
     AND model = $1 AND odds IS NOT NULL
"""
COUNTS = f"SELECT region, count(*) AS decisions {DECIDED} GROUP BY region"
DECISIONS = f"""
    SELECT odds, aspects, status = 'approved' AS is_yes, reason, answers, outcome
    {DECIDED} AND region = $2 ORDER BY decided_at, suggestions.id
"""
COLUMNS = """
    region, model, version, origin, back_to, learnt_offset, weights, decisions, approvals,
    loss_before, loss_after, made_at, maker
"""
VERSIONS = f"""
    SELECT {COLUMNS} FROM learnt WHERE region = $1 AND model = $2 ORDER BY version DESC LIMIT $3
"""  # noqa: S608
VERSION = f"SELECT {COLUMNS} FROM learnt WHERE region = $1 AND model = $2 AND version = $3"  # noqa: S608
ADD = """
    INSERT INTO learnt (region, model, version, origin, back_to, learnt_offset, weights, decisions,
                        approvals, loss_before, loss_after, maker)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""

BOTH_YES, CAME_OF_IT, NOT_NOW = 1.5, 2.0, 0.5  #: how much an approval counts afterwards
WORKED = ("met", "working", "pilot", "contract")


class Lessons:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take_turns(self, region: str) -> None:
        """Wait until nobody else learns in the region."""
        await self._connection.execute(TAKE_TURNS, region)

    async def counts(self, model: str) -> dict[str, int]:
        """Decisions by this model, by region."""
        rows = await self._connection.fetch(COUNTS, model)
        return {row["region"]: row["decisions"] for row in rows}

    async def decisions(self, region: str, *, model: str) -> list[Decision]:
        """In the order in which they were made."""
        rows = await self._connection.fetch(DECISIONS, model, region)
        return [_decision(row) for row in rows]

    async def versions(self, region: str, *, model: str, limit: int = 1) -> list[LearntVersion]:
        """The latest first; the first of all is the one that holds."""
        rows = await self._connection.fetch(VERSIONS, region, model, limit)
        return [_version(row) for row in rows]

    async def version(self, region: str, *, model: str, number: int) -> LearntVersion | None:
        row = await self._connection.fetchrow(VERSION, region, model, number)
        return _version(row) if row else None

    async def in_force(self, region: str, *, model: str) -> Learnt:
        found = await self.versions(region, model=model)
        return found[0].learnt if found else Learnt()

    async def add(self, one: LearntVersion) -> None:
        await self._connection.execute(
            ADD,
            one.region,
            one.model,
            one.version,
            one.origin,
            one.back_to,
            one.learnt.offset,
            json.dumps(dict(one.learnt.weights)),
            one.decisions,
            one.approvals,
            one.loss_before,
            one.loss_after,
            one.maker,
        )


def _decision(row: Record) -> Decision:
    answers = [one["answer"] for one in json.loads(row["answers"] or "[]")]
    return Decision(
        odds=row["odds"],
        aspects=json.loads(row["aspects"]),
        is_yes=row["is_yes"],
        reason=row["reason"],
        weight=_weight(answers, row["outcome"]) if row["is_yes"] else 1.0,
    )


def _weight(answers: list[str], outcome: str | None) -> float:
    if outcome in WORKED:
        return CAME_OF_IT
    if "not_now" in answers:
        return NOT_NOW
    return BOTH_YES if answers.count("yes") > 1 else 1.0


def _version(row: Record) -> LearntVersion:
    kept = dict(row)
    weights = json.loads(kept.pop("weights"))
    learnt = Learnt(offset=kept.pop("learnt_offset"), weights=weights)
    return LearntVersion(**kept, learnt=learnt)
