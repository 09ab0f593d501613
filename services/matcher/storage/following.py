"""Introductions and decisions as the board and the overview read them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from asyncpg import Record

from services.matcher.domain.following import Answered, Followed, Member, Reported
from services.matcher.domain.overview import Decided, Written
from shared.storage.pool import Connection

FOLLOWED = """
    SELECT introductions.id, introductions.region, state, opened_at, sent_at, reminded_at, answers,
           outcome, outcome_at, co2e_tonnes, certainty, scope,
           coalesce(nullif(sought.title, ''), left(sought.text, 90)) AS title,
           seeker.id AS seeker_id, seeker.name AS seeker_name, seeker.kind AS seeker_kind,
           seeker.place AS seeker_place, seeker.latitude AS seeker_latitude,
           seeker.longitude AS seeker_longitude,
           provider.id AS provider_id, provider.name AS provider_name,
           provider.kind AS provider_kind, provider.place AS provider_place,
           provider.latitude AS provider_latitude, provider.longitude AS provider_longitude
      FROM introductions
      JOIN partners AS seeker ON seeker.id = seeker_partner_id
      JOIN partners AS provider ON provider.id = provider_partner_id
      LEFT JOIN items AS sought ON sought.id = seeker_item_id
     WHERE $1::text[] IS NULL OR introductions.region = ANY($1::text[])
     ORDER BY introductions.id
"""
DECIDED = """
    SELECT decided_at AS at, reason FROM suggestions
     WHERE status IN ('approved', 'rejected')
       AND ($1::text[] IS NULL OR region = ANY($1::text[]))
"""
WRITTEN = """
    SELECT id, kind, status FROM items
     WHERE kind <> 'capability' AND ($1::text[] IS NULL OR region = ANY($1::text[]))
"""
MEMBERS = """
    SELECT id, name, kind, place, latitude, longitude FROM partners
     WHERE $1::text[] IS NULL OR region = ANY($1::text[])
     ORDER BY name, id
"""

#: How far a UUIDv7 must be moved until only its milliseconds are left (RFC 9562).
BELOW_MILLISECONDS = 80
UUID7 = 7


class Following:
    """`regions` None stands for all of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def introductions(self, regions: Sequence[str] | None) -> list[Followed]:
        rows = await self._connection.fetch(FOLLOWED, regions)
        return [_followed(row) for row in rows]

    async def decided(self, regions: Sequence[str] | None) -> list[Decided]:
        rows = await self._connection.fetch(DECIDED, regions)
        return [Decided(at=row["at"], reason=row["reason"]) for row in rows]

    async def written(self, regions: Sequence[str] | None) -> list[Written]:
        rows = await self._connection.fetch(WRITTEN, regions)
        return [
            Written(kind=row["kind"], at=made_at(row["id"]), is_open=row["status"] == "open")
            for row in rows
        ]

    async def members(self, regions: Sequence[str] | None) -> list[Member]:
        return [Member(**dict(row)) for row in await self._connection.fetch(MEMBERS, regions)]


def made_at(one: UUID) -> datetime | None:
    """When the registry made an id, which begins with the time; None for one of another kind."""
    if one.version != UUID7:
        return None
    return datetime.fromtimestamp((one.int >> BELOW_MILLISECONDS) / 1000, UTC)


def _followed(row: Record) -> Followed:
    answers = [
        Answered(
            partner_id=UUID(one["partner_id"]),
            answer=one["answer"],
            at=datetime.fromisoformat(one["answered_at"]),
        )
        for one in json.loads(row["answers"])
    ]
    return Followed(
        id=row["id"],
        region=row["region"],
        state=row["state"],
        title=row["title"] or "",
        seeker=_member(row, "seeker"),
        provider=_member(row, "provider"),
        opened_at=row["opened_at"],
        sent_at=row["sent_at"],
        reminded_at=row["reminded_at"],
        answers=answers,
        outcome=_reported(row),
    )


def _member(row: Record, side: str) -> Member:
    names = ("id", "name", "kind", "place", "latitude", "longitude")
    return Member(**{name: row[f"{side}_{name}"] for name in names})


def _reported(row: Record) -> Reported | None:
    if not row["outcome"]:
        return None
    return Reported(
        result=row["outcome"],
        co2e_tonnes=row["co2e_tonnes"],
        certainty=row["certainty"],
        scope=row["scope"],
        at=row["outcome_at"],
    )
