"""Looks for open listings and capabilities of a region, by meaning and by words."""

from collections.abc import Collection, Sequence
from uuid import UUID

from services.matcher.domain.suggestions import Half
from services.matcher.ranking.items import Side, Vector
from services.matcher.storage.items import IN_FORCE, Items
from services.matcher.storage.partners import Partners
from shared.events.suggestions import ItemKind
from shared.storage.pool import Connection

#: Of two places in two lists the better one counts more; words that were typed count double.
SOFTENING = 10

# Meanings are counted in each language by itself: models sort texts by language first.
SEARCH = f"""
    WITH asked AS MATERIALIZED (
        SELECT websearch_to_tsquery('norwegian', $3) AS norwegian,
               websearch_to_tsquery('english', $3) AS english
    ), within_reach AS MATERIALIZED (
        SELECT items.id, items.partner_id, items.language, words_norwegian, words_english, name
          FROM items
          JOIN partners ON partners.id = items.partner_id
         WHERE items.region = $1 AND items.kind = ANY($2::text[])
           AND items.status = 'open' AND {IN_FORCE}
    ), near AS (
        SELECT within_reach.id,
               row_number() OVER (PARTITION BY within_reach.language
                                  ORDER BY min(vectors.vector <=> $4::real[]::halfvec)) AS place
          FROM within_reach
          JOIN item_texts ON item_texts.item_id = within_reach.id
          JOIN vectors ON vectors.text_hash = item_texts.text_hash
           AND vectors.role = item_texts.role
           AND vectors.partner_id = within_reach.partner_id AND vectors.model = $5
         WHERE item_texts.side = ANY($6::text[])
         GROUP BY within_reach.id, within_reach.language
    ), worded AS (
        SELECT id, row_number() OVER (
                   ORDER BY position(lower($3) IN lower(name)) > 0 DESC,
                            greatest(ts_rank(words_norwegian, norwegian),
                                     ts_rank(words_english, english)) DESC, id) AS place
          FROM within_reach, asked
         WHERE words_norwegian @@ norwegian OR words_english @@ english
            OR position(lower($3) IN lower(name)) > 0
    )
    SELECT id
      FROM (SELECT id, 1.0 / ({SOFTENING} + place) AS weight FROM near
            UNION ALL
            SELECT id, 2.0 / ({SOFTENING} + place) FROM worded) AS found
     GROUP BY id
     ORDER BY sum(weight) DESC, id
     LIMIT $7
"""  # noqa: S608 our own constants


class Search:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(
        self,
        words: str,
        vector: Vector,
        *,
        region: str,
        kinds: Sequence[ItemKind],
        model: str,
        limit: int,
    ) -> list[Half]:
        """Best first; `vector` is what the model made of the words."""
        rows = await self._connection.fetch(
            SEARCH, region, list(kinds), words, vector.tolist(), model, list(Side), limit
        )
        return await self.halves([row["id"] for row in rows])

    async def halves(self, ids: Collection[UUID]) -> list[Half]:
        """Items with their partners, in this order; what is not there is left out."""
        items = await Items(self._connection).by_ids(ids)
        partners = await Partners(self._connection).by_ids(
            {item.partner_id for item in items.values()}
        )
        return [
            Half(partner=partners[items[one].partner_id], item=items[one])
            for one in dict.fromkeys(ids)
            if one in items and items[one].partner_id in partners
        ]
