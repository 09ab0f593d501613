"""Suggestions as the matcher makes and takes back, and as coordinators read them."""

import json
from collections.abc import Collection, Sequence
from uuid import UUID

from asyncpg import Record
from uuid6 import uuid7

from services.matcher.domain.crowding import Waiting
from services.matcher.domain.suggestions import Half, Proposal, Status, Suggestion
from services.matcher.storage.items import Items
from services.matcher.storage.partners import Partners
from shared.events.suggestions import Evidence
from shared.storage.pool import Connection

PROPOSE = """
    INSERT INTO suggestions (id, region, kind, seeker_item_id, provider_item_id,
                             seeker_partner_id, provider_partner_id,
                             seeker_version, provider_version,
                             by_hand, score, parts, evidence, distance_km, note)
    SELECT $1, seeker.region, $2, seeker.id, provider.id,
           seeker.partner_id, provider.partner_id, seeker.version, provider.version,
           $5, $6, $7, $8, $9, $10
      FROM items AS seeker, items AS provider
     WHERE seeker.id = $3 AND provider.id = $4
    ON CONFLICT (seeker_item_id, provider_item_id) DO UPDATE
       SET status = CASE WHEN suggestions.status IN ('withdrawn', 'rejected')
                              OR excluded.by_hand
                         THEN 'proposed' ELSE suggestions.status END,
           proposed_at = CASE WHEN suggestions.status IN ('withdrawn', 'rejected')
                              THEN now() ELSE suggestions.proposed_at END,
           snoozed_until = CASE WHEN excluded.by_hand THEN NULL ELSE suggestions.snoozed_until END,
           by_hand = excluded.by_hand
                     OR (suggestions.by_hand AND suggestions.status <> 'withdrawn'),
           note = CASE WHEN excluded.by_hand THEN excluded.note
                       WHEN suggestions.status = 'rejected' THEN suggestions.note_before
                       ELSE suggestions.note END,
           told_hash = CASE WHEN suggestions.status <> 'rejected' THEN suggestions.told_hash END,
           decided_at = NULL, decided_by = NULL, decider = '', reason = NULL,
           kind = excluded.kind, score = excluded.score, parts = excluded.parts,
           evidence = excluded.evidence, distance_km = excluded.distance_km,
           seeker_version = excluded.seeker_version,
           provider_version = excluded.provider_version,
           version = suggestions.version + 1
     WHERE suggestions.status IN ('proposed', 'snoozed', 'withdrawn')
        OR (suggestions.reason = 'bad_timing' AND suggestions.leaves_at IS NULL
            AND suggestions.decided_at < now() - held_for('bad_timing'))
    RETURNING id
"""
REMEMBER = "UPDATE suggestions SET model = $2, odds = $3, aspects = $4 WHERE id = $1"
OPEN_WITH = """
    SELECT CASE WHEN seeker_item_id = $1 THEN provider_item_id ELSE seeker_item_id END AS other,
           by_hand
      FROM suggestions
     WHERE $1 IN (seeker_item_id, provider_item_id) AND status IN ('proposed', 'snoozed')
"""
WITHDRAW = """
    UPDATE suggestions
       SET status = 'withdrawn', snoozed_until = NULL, version = version + 1
     WHERE status IN ('proposed', 'snoozed')
"""
WITHDRAW_OF_ITEM = f"""
    {WITHDRAW} AND ($1 IN (seeker_item_id, provider_item_id)
                    OR id IN (SELECT suggestion_id FROM suggestion_members WHERE item_id = $1))
       AND id <> ALL($2::uuid[]) AND NOT (by_hand AND $3)
"""  # noqa: S608 our own columns
WITHDRAW_THESE = f"{WITHDRAW} AND id = ANY($1::uuid[])"
WITHDRAW_EXPIRED = f"""
    {WITHDRAW} AND EXISTS (
        SELECT FROM items
         WHERE (items.id IN (seeker_item_id, provider_item_id)
                OR items.id IN (SELECT item_id FROM suggestion_members
                                 WHERE suggestion_id = suggestions.id))
           AND expires_on < (now() AT TIME ZONE 'Europe/Oslo')::date)
"""  # noqa: S608 our own columns
WAITING = """
    SELECT seeker_item_id, suggestions.id, coalesce(score, 0) AS score, provider_partner_id,
           items.kind AS provider_kind, by_hand, seeker.kind <> provider.kind AS bridges
      FROM suggestions
      JOIN items ON items.id = provider_item_id
      JOIN partners AS seeker ON seeker.id = seeker_partner_id
      JOIN partners AS provider ON provider.id = provider_partner_id
     WHERE seeker_item_id = ANY($1::uuid[]) AND suggestions.status IN ('proposed', 'snoozed')
"""
SIDES = {"seeker_item_id", "provider_item_id", "seeker_partner_id", "provider_partner_id"}
COLUMNS = """
    id, region, kind, status, by_hand, score, parts, evidence, distance_km, proposed_at,
    decided_at, decided_by, decider, reason, note, snoozed_until, leaves_at, version,
    seeker_item_id, provider_item_id, seeker_partner_id, provider_partner_id
"""
BY_IDS = f"SELECT {COLUMNS} FROM suggestions WHERE id = ANY($1::uuid[])"  # noqa: S608
OF_ITEM = f"""
    SELECT {COLUMNS} FROM suggestions WHERE $1 IN (seeker_item_id, provider_item_id) ORDER BY id
"""  # noqa: S608
OF_PAIR = f"""
    SELECT {COLUMNS} FROM suggestions
     WHERE (seeker_item_id, provider_item_id) IN (($1, $2), ($2, $1))
"""  # noqa: S608
SEEN = """
       ($1::text[] IS NULL OR region = ANY($1::text[])) AND status = $2
       AND ($3::uuid IS NULL OR $3 IN (seeker_item_id, provider_item_id))
"""
FIND = f"""
    SELECT {COLUMNS} FROM suggestions
     WHERE {SEEN}
       AND ($4::float8 IS NULL OR coalesce(score, 0) < $4
            OR (coalesce(score, 0) = $4 AND id > $5))
     ORDER BY coalesce(score, 0) DESC, id
     LIMIT $6
"""  # noqa: S608
COUNT = f"SELECT count(*) FROM suggestions WHERE {SEEN}"  # noqa: S608
ALL = f"SELECT {COLUMNS} FROM suggestions ORDER BY id"  # noqa: S608
MEMBERS = """
    SELECT suggestion_id, item_id FROM suggestion_members
     WHERE suggestion_id = ANY($1::uuid[]) ORDER BY suggestion_id, place
"""
DROP_MEMBERS = "DELETE FROM suggestion_members WHERE suggestion_id = $1"
ADD_MEMBER = """
    INSERT INTO suggestion_members (suggestion_id, item_id, partner_id, region, place)
    SELECT $1, id, partner_id, region, $3 FROM items WHERE id = $2
"""
FIRST_PLACE = 3
IN_TOUCH = """
    SELECT EXISTS (SELECT FROM introductions
                    WHERE (seeker_item_id, provider_item_id) IN (($1, $2), ($2, $1)))
"""


class Suggestions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def propose(self, proposal: Proposal) -> UUID | None:
        """Keep a pair or bring it up to date; None when it has been decided already."""
        found: UUID | None = await self._connection.fetchval(
            PROPOSE,
            uuid7(),
            proposal.kind,
            proposal.seeker_id,
            proposal.provider_id,
            proposal.by_hand,
            proposal.score,
            json.dumps(dict(proposal.parts)),
            json.dumps([pair.model_dump() for pair in proposal.evidence]),
            proposal.distance_km,
            proposal.note,
        )
        if found and proposal.odds is not None:
            aspects = json.dumps(dict(proposal.aspects))
            await self._connection.execute(REMEMBER, found, proposal.model, proposal.odds, aspects)
        return found

    async def set_members(self, suggestion_id: UUID, item_ids: Sequence[UUID]) -> None:
        """Who else is in it, beyond the first two."""
        await self._connection.execute(DROP_MEMBERS, suggestion_id)
        rows = [(suggestion_id, one, place) for place, one in enumerate(item_ids, FIRST_PLACE)]
        await self._connection.executemany(ADD_MEMBER, rows)

    async def open_with(self, item_id: UUID) -> dict[UUID, bool]:
        """The items this one has open suggestions with, and whether a person made them."""
        rows = await self._connection.fetch(OPEN_WITH, item_id)
        return {row["other"]: row["by_hand"] for row in rows}

    async def withdraw_of_item(
        self, item_id: UUID, *, but: Collection[UUID] = (), spare_by_hand: bool = False
    ) -> None:
        await self._connection.execute(WITHDRAW_OF_ITEM, item_id, list(but), spare_by_hand)

    async def withdraw(self, ids: Collection[UUID]) -> None:
        await self._connection.execute(WITHDRAW_THESE, list(ids))

    async def withdraw_expired(self) -> None:
        await self._connection.execute(WITHDRAW_EXPIRED)

    async def waiting_for(self, seeker_ids: Collection[UUID]) -> dict[UUID, list[Waiting]]:
        """What each of the seekers has open."""
        found: dict[UUID, list[Waiting]] = {seeker_id: [] for seeker_id in seeker_ids}
        for row in await self._connection.fetch(WAITING, list(found)):
            waiting = dict(row)
            found[waiting.pop("seeker_item_id")].append(Waiting(**waiting))
        return found

    async def get(self, suggestion_id: UUID) -> Suggestion | None:
        return (await self.by_ids([suggestion_id])).get(suggestion_id)

    async def by_ids(self, ids: Collection[UUID]) -> dict[UUID, Suggestion]:
        found = await self._whole(await self._connection.fetch(BY_IDS, list(ids)))
        return {one.id: one for one in found}

    async def of_item(self, item_id: UUID) -> list[Suggestion]:
        return await self._whole(await self._connection.fetch(OF_ITEM, item_id))

    async def of_pair(self, one: UUID, other: UUID) -> Suggestion | None:
        rows = await self._connection.fetch(OF_PAIR, one, other)
        return next(iter(await self._whole(rows)), None)

    async def are_in_touch(self, one: UUID, other: UUID) -> bool:
        return bool(await self._connection.fetchval(IN_TOUCH, one, other))

    async def find(
        self,
        *,
        regions: Sequence[str] | None,
        status: Status,
        item_id: UUID | None = None,
        after: tuple[float, UUID] | None = None,
        limit: int,
    ) -> list[Suggestion]:
        """Best first; `regions` None stands for all of them."""
        score, last = after or (None, None)
        rows = await self._connection.fetch(FIND, regions, status, item_id, score, last, limit)
        return await self._whole(rows)

    async def count(self, *, regions: Sequence[str] | None, status: Status) -> int:
        return int(await self._connection.fetchval(COUNT, regions, status, None))

    async def all(self) -> list[Suggestion]:
        return await self._whole(await self._connection.fetch(ALL))

    async def _whole(self, rows: Sequence[Record]) -> list[Suggestion]:
        """With all sides. One whose partner is being erased this very moment is left out."""
        sides = [(row["seeker_item_id"], row["provider_item_id"]) for row in rows]
        members = await self._members([row["id"] for row in rows])
        wanted = {one for pair in (*sides, *members.values()) for one in pair}
        items = await Items(self._connection).by_ids(wanted)
        owners = {item.partner_id for item in items.values()}
        partners = await Partners(self._connection).by_ids(owners)
        halves = {
            item.id: Half(partner=partners[item.partner_id], item=item)
            for item in items.values()
            if item.partner_id in partners
        }
        return [
            _suggestion(
                row,
                seeker=halves[one],
                provider=halves[other],
                others=tuple(halves[id_] for id_ in members.get(row["id"], ()) if id_ in halves),
            )
            for row, (one, other) in zip(rows, sides, strict=True)
            if one in halves and other in halves
        ]

    async def _members(self, ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
        found: dict[UUID, list[UUID]] = {}
        for row in await self._connection.fetch(MEMBERS, ids) if ids else ():
            found.setdefault(row["suggestion_id"], []).append(row["item_id"])
        return found


def _suggestion(
    row: Record, *, seeker: Half, provider: Half, others: tuple[Half, ...]
) -> Suggestion:
    kept = {name: value for name, value in row.items() if name not in SIDES}
    kept["parts"] = json.loads(row["parts"])
    kept["evidence"] = tuple(Evidence(**pair) for pair in json.loads(row["evidence"]))
    return Suggestion(**kept, seeker=seeker, provider=provider, others=others)
