"""The queue as a coordinator has chosen to see it, best first."""

from collections.abc import Sequence
from uuid import UUID

from services.matcher.domain.queue import STATUSES, Around, Choices, Filters, Place
from services.matcher.domain.suggestions import Suggestion
from services.matcher.storage.suggestions import Suggestions
from shared.storage.pool import Connection

CHOSEN = """
    WITH asked AS MATERIALIZED (
        SELECT websearch_to_tsquery('norwegian', $8) AS norwegian,
               websearch_to_tsquery('english', $8) AS english
    ), chosen AS (
        SELECT id, coalesce(score, 0) AS score
          FROM suggestions
         WHERE ($1::text[] IS NULL OR region = ANY($1::text[]))
           AND status = ANY($2::text[]) AND (NOT $3::boolean OR leaves_at IS NOT NULL)
           AND ($4::text IS NULL OR kind = $4)
           AND ($5::uuid IS NULL OR $5 IN (seeker_partner_id, provider_partner_id))
           AND ($6::int IS NULL OR proposed_at < now() - make_interval(days => $6))
           AND ($7::text IS NULL OR EXISTS (
                SELECT FROM partners
                 WHERE id IN (seeker_partner_id, provider_partner_id) AND sector = $7))
           AND ($8::text = '' OR EXISTS (
                SELECT FROM partners
                 WHERE id IN (seeker_partner_id, provider_partner_id)
                   AND position(lower($8) IN lower(name)) > 0)
                OR EXISTS (
                SELECT FROM items, asked
                 WHERE items.id IN (seeker_item_id, provider_item_id)
                   AND (words_norwegian @@ norwegian OR words_english @@ english)))
    )
"""
BEFORE = "(chosen.score > $9 OR (chosen.score = $9 AND chosen.id < $10))"
AFTER = "(chosen.score < $9 OR (chosen.score = $9 AND chosen.id > $10))"
PAGE = f"""
    {CHOSEN}
    SELECT id FROM chosen WHERE $9::float8 IS NULL OR {AFTER}
     ORDER BY score DESC, id LIMIT $11
"""  # noqa: S608 our own conditions
COUNT = f"{CHOSEN} SELECT count(*) FROM chosen"  # noqa: S608
AROUND = f"""
    {CHOSEN}
    SELECT EXISTS (SELECT FROM chosen WHERE id = $10) AS is_chosen,
           (SELECT count(*) FROM chosen WHERE {BEFORE}) AS before,
           (SELECT id FROM chosen WHERE {BEFORE} ORDER BY score, id DESC LIMIT 1) AS previous,
           (SELECT id FROM chosen WHERE {AFTER} ORDER BY score DESC, id LIMIT 1) AS next
"""  # noqa: S608
REGIONS = """
    SELECT DISTINCT partners.region AS slug, coalesce(settings.name, partners.region) AS name
      FROM partners
      LEFT JOIN region_settings AS settings ON settings.region = partners.region
     ORDER BY name
"""
PARTNERS = """
    SELECT id, name, sector FROM partners WHERE $1::text IS NULL OR region = $1 ORDER BY lower(name)
"""


class Queue:
    """`regions` None stands for all of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def page(
        self,
        filters: Filters,
        *,
        regions: Sequence[str] | None,
        after: Place | None = None,
        limit: int,
    ) -> list[Suggestion]:
        score, last = after or (None, None)
        rows = await self._connection.fetch(PAGE, *_chosen(filters, regions), score, last, limit)
        ids = [row["id"] for row in rows]
        found = await Suggestions(self._connection).by_ids(ids)
        return [found[one] for one in ids if one in found]

    async def count(self, filters: Filters, *, regions: Sequence[str] | None) -> int:
        return int(await self._connection.fetchval(COUNT, *_chosen(filters, regions)))

    async def around(
        self, filters: Filters, place: Place, *, regions: Sequence[str] | None
    ) -> Around | None:
        """The neighbours of one; None where it is not among what is chosen."""
        row = await self._connection.fetchrow(AROUND, *_chosen(filters, regions), *place)
        if not row or not row["is_chosen"]:
            return None
        return Around(position=row["before"] + 1, previous=row["previous"], next=row["next"])

    async def following(
        self, filters: Filters, place: Place, *, regions: Sequence[str] | None
    ) -> UUID | None:
        """The one after this place, else the best."""
        for after in (place, (None, None)):
            rows = await self._connection.fetch(PAGE, *_chosen(filters, regions), *after, 1)
            if rows:
                found: UUID = rows[0]["id"]
                return found
        return None

    async def choices(self, filters: Filters) -> Choices:
        """Of the regions that may be seen."""
        regions = await self._connection.fetch(REGIONS)
        partners = await self._connection.fetch(PARTNERS, filters.region)
        return Choices(
            regions=[(row["slug"], row["name"]) for row in regions],
            partners=[(row["id"], row["name"]) for row in partners],
            sectors=sorted({row["sector"] for row in partners if row["sector"]}),
        )


def _chosen(filters: Filters, regions: Sequence[str] | None) -> tuple[object, ...]:
    if filters.region is not None:
        regions = [one for one in regions or [filters.region] if one == filters.region]
    return (
        regions,
        list(STATUSES[filters.status]),
        filters.status == "leaving",
        filters.kind,
        filters.partner,
        filters.age,
        filters.sector,
        filters.words,
    )
